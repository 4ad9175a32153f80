using System.Runtime.InteropServices;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// Reloads the configuration on SIGHUP, as daemons do. A terminal that is closed sends the same signal to what runs on it: then the
/// service stops, and says goodbye to its viewers.
/// </summary>
internal sealed class HangupSignal(ConfigurationReload reload, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private readonly bool _isOnTerminal = HasTerminal();
    private PosixSignalRegistration? _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration?.Dispose();

    private void OnSignal(PosixSignalContext signal)
    {
        // The default would end the process at once.
        signal.Cancel = true;
        if (_isOnTerminal && !HasTerminal())
            lifetime.StopApplication();
        else
            reload.Request();
    }

    private static bool HasTerminal()
    {
        try
        {
            using FileStream terminal = File.Open("/dev/tty", FileMode.Open, FileAccess.Read);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
