namespace VideoStream.Transports.WebSockets;

internal sealed partial class WebSocketConnection
{
    [LoggerMessage(302, LogLevel.Debug, "Viewer {Viewer}: the connection failed")]
    private partial void LogConnectionFailed(Exception exception, string viewer);

    [LoggerMessage(303, LogLevel.Error, "Viewer {Viewer}: internal error")]
    private partial void LogInternalError(Exception exception, string viewer);
}
