namespace VideoStream.Hosting.Systemd;

/// <content>Log messages.</content>
internal sealed partial class SystemdMessages
{
    [LoggerMessage(
        421, LogLevel.Warning, "Systemd can't be notified of {Message}: NOTIFY_SOCKET is '{Socket}': {Reason}. The service goes on")]
    private partial void LogNotSent(string message, string? socket, string reason);
}
