using System.Runtime.InteropServices;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// Reloads the configuration on SIGHUP, as daemons do. A terminal that is closed sends the same signal to what runs on it: then the
/// service stops, and says goodbye to its viewers. Made first of all, because until then the signal ends the process. One that comes
/// while the service starts counts when it has started.
/// </summary>
internal sealed class HangupSignal
{
    // Never disposed: without a handler the signal would kill a service that is stopping.
    private static PosixSignalRegistration? _registration;

    private readonly bool _isOnTerminal = HasTerminal();
    private readonly Lock _gate = new();
    private IServiceProvider? _started;
    private bool _isPending;
    private bool _isStopping;

    public HangupSignal()
    {
        if (!OperatingSystem.IsWindows())
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
    }

    /// <summary>Obeys from now on, also what came before.</summary>
    /// <param name="services">The services of the service, which has started.</param>
    public void Obey(IServiceProvider services)
    {
        lock (_gate)
        {
            _started = services;
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(Ignore);
            if (_isPending)
                Obey();
        }
    }

    /// <summary>From now on there is nothing to reload, and nothing to stop.</summary>
    private void Ignore()
    {
        lock (_gate)
            _isStopping = true;
    }

    private void OnSignal(PosixSignalContext signal)
    {
        lock (_gate)
        {
            // The default ends the process at once. There is nobody to say goodbye to before it has started.
            signal.Cancel = _started is not null || !IsTerminalGone();
            if (_started is null)
                _isPending = true;
            else
                Obey();
        }
    }

    private void Obey()
    {
        if (_isStopping)
            return;
        if (IsTerminalGone())
            _started!.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        else
            _started!.GetRequiredService<ConfigurationReload>().Request();
    }

    private bool IsTerminalGone() => _isOnTerminal && !HasTerminal();

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
