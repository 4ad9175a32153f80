namespace VideoStream.Transports.WebSockets;

internal sealed partial class ClientSession
{
    [LoggerMessage(300, LogLevel.Information, "Client {Session} from {Remote} watches camera {Camera}")]
    private partial void LogStarted(string session, string remote, string camera);

    [LoggerMessage(301, LogLevel.Information,
        "Client {Session} ended: {Reason}. {Seconds:0.0} s, {Frames} frames sent, {Skipped} skipped")]
    private partial void LogEnded(string session, string reason, double seconds, long frames, long skipped);

    [LoggerMessage(302, LogLevel.Debug, "Client {Session}: the connection failed")]
    private partial void LogConnectionFailed(Exception exception, string session);

    [LoggerMessage(303, LogLevel.Error, "Client {Session}: unexpected failure")]
    private partial void LogFault(Exception exception, string session);
}
