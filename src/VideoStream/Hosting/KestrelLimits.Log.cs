namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class KestrelLimits
{
    [LoggerMessage(
        410,
        LogLevel.Warning,
        "VideoStream:Limits:MaxConnections is {Configured}, but the limit of open files allows {Limit} connections. Raise it, as with "
        + "ulimit -n")]
    private partial void LogFewerConnections(int configured, int limit);
}
