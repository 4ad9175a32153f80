namespace VideoStream.Viewers;

internal sealed partial class SkipLog
{
    [LoggerMessage(306, LogLevel.Information,
        "Camera {Camera}: viewers missed {Skipped} frames within a minute, and were sent {Sent}. "
        + "Missed because of slow links: {Link}, slow clients: {Client}, this machine: {Server}, other: {Other}")]
    private partial void LogSkips(string camera, long skipped, long sent, long link, long client, long server, long other);
}
