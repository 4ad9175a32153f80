using Microsoft.Extensions.Hosting.Systemd;

namespace VideoStream.Hosting.Systemd;

/// <summary>
/// Feeds systemd's watchdog (<c>WatchdogSec=</c>) while the background loops turn. When one hangs, or the thread pool does, systemd
/// misses the messages and restarts the service.
/// </summary>
/// <param name="loops">The loops.</param>
/// <param name="systemd">Sends messages to systemd.</param>
/// <param name="started">Ends when the service has started. Before that, systemd waits for its start, and for no other message.</param>
/// <param name="timeout">The time without a message after which systemd restarts the service.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class SystemdWatchdog(
    Func<IEnumerable<SupervisedLoop>> loops,
    ISystemdNotifier systemd,
    Task started,
    TimeSpan timeout,
    TimeProvider time,
    ILogger<SystemdWatchdog> logger) : BackgroundService
{
    private const int MessagesPerTimeout = 3;

    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(10);

    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await started.WaitAsync(stoppingToken);
        TimeSpan interval = timeout / MessagesPerTimeout;
        if (interval > LongestInterval)
            interval = LongestInterval;
        var watch = new LoopWatch(interval);
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Check(watch);
    }

    private void Check(LoopWatch watch)
    {
        string[] hanging = watch.Check(loops());
        if (hanging.Length > 0)
            LogHanging(string.Join(", ", hanging));
        else
            systemd.Notify(Alive);
    }
}
