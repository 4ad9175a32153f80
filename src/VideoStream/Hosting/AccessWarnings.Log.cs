namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class AccessWarnings
{
    [LoggerMessage(
        420,
        LogLevel.Warning,
        "VideoStream:WebSocket:AllowedOrigins is the old name of VideoStream:Access:AllowedOrigins. It counts, but rename it")]
    private partial void LogOldKey();

    [LoggerMessage(
        421,
        LogLevel.Warning,
        "No keys are configured, so everybody who reaches {Addresses} can watch. '{Command}' makes a key")]
    private partial void LogOpen(string addresses, string command);

    [LoggerMessage(
        422,
        LogLevel.Information,
        "Logins and links end with this process. With a directory in VideoStream:Access:StateDirectory they survive a restart")]
    private partial void LogNoState();
}
