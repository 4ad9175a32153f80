using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace VideoStream.Hosting.Systemd;

/// <summary>
/// What a systemd unit with <c>Type=notify</c> and <c>WatchdogSec=</c> expects: messages when the service has started, while its loops
/// turn, and when it stops.
/// </summary>
internal static class SystemdService
{
    /// <summary>The environment variable that names systemd's socket.</summary>
    public const string SocketVariable = "NOTIFY_SOCKET";

    /// <summary>Adds nothing unless systemd started the process and asked for messages.</summary>
    public static IServiceCollection AddSystemdService(this IServiceCollection services)
    {
        // The framework's AddSystemd also looks for systemd among the processes, which ProtectProc=invisible hides.
        if (!OperatingSystem.IsLinux() || string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SocketVariable)))
            return services;
        services.AddSingleton<ISystemdNotifier, SystemdMessages>().AddSingleton<IHostLifetime, SystemdLifetime>();
        if (WatchdogTimeout(Environment.GetEnvironmentVariable, Environment.ProcessId) is { } timeout)
            services.AddHostedService(provider => Watchdog(provider, timeout));
        return services;
    }

    /// <summary>The unit's <c>WatchdogSec=</c>.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="processId">This process.</param>
    /// <returns>Null if systemd expects no messages from this process.</returns>
    public static TimeSpan? WatchdogTimeout(Func<string, string?> variable, int processId)
    {
        // Set for another process if it was inherited.
        bool isOurs = variable("WATCHDOG_PID") is not { Length: > 0 } owner
            || owner == processId.ToString(CultureInfo.InvariantCulture);
        return isOurs
            && ulong.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out ulong microseconds)
            && microseconds is >= 10_000 and <= long.MaxValue / TimeSpan.TicksPerMicrosecond
                ? TimeSpan.FromMicroseconds((long)microseconds)
                : null;
    }

    private static SystemdWatchdog Watchdog(IServiceProvider provider, TimeSpan timeout)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        BackgroundLoops background = provider.GetRequiredService<BackgroundLoops>();
        return new SystemdWatchdog(
            () => background.Loops,
            provider.GetRequiredService<ISystemdNotifier>(),
            started.Task,
            timeout,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SystemdWatchdog>>());
    }
}
