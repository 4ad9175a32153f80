namespace VideoStream.Hosting.Systemd;

/// <content>Log messages.</content>
internal sealed partial class SystemdWatchdog
{
    [LoggerMessage(420, LogLevel.Critical, "Loops hang: {Loops}. Unless they go on, systemd restarts the service.")]
    private partial void LogHanging(string loops);
}
