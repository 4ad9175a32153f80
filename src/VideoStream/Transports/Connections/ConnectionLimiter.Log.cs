namespace VideoStream.Transports.Connections;

/// <content>Log messages.</content>
internal sealed partial class ConnectionLimiter
{
    [LoggerMessage(
        500,
        LogLevel.Warning,
        "{Limit} connections are open, the limit (VideoStream:Limits:MaxConnections). Closed as idle: {Evicted}, refused: {Refused}")]
    private partial void LogLimitReached(int limit, int evicted, int refused);

    [LoggerMessage(501, LogLevel.Debug, "Connection {Connection} ended while TLS was writing: {Reason}")]
    private partial void LogEndedWhileWriting(string connection, string reason);
}
