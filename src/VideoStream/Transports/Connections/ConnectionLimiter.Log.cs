namespace VideoStream.Transports.Connections;

/// <content>Log messages.</content>
internal sealed partial class ConnectionLimiter
{
    [LoggerMessage(
        500,
        LogLevel.Warning,
        "{Limit} connections are open, which is the limit. Closed as idle: {Evicted}, refused: {Refused}. Limits:MaxConnections sets the limit")]
    private partial void LogLimitReached(int limit, int evicted, int refused);
}
