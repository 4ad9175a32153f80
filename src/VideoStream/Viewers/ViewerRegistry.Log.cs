namespace VideoStream.Viewers;

internal sealed partial class ViewerRegistry
{
    [LoggerMessage(300, LogLevel.Information, "Viewer {Viewer} ({Transport}) from {Remote} watches camera {Camera}")]
    private partial void LogStarted(string viewer, ViewerTransport transport, string remote, string camera);

    [LoggerMessage(301, LogLevel.Information,
        "Viewer {Viewer} ended: {Reason}. {Seconds:0.0} s, {Frames} frames sent, {Skipped} skipped")]
    private partial void LogEnded(string viewer, CloseReason reason, double seconds, long frames, long skipped);

    [LoggerMessage(302, LogLevel.Warning, "Viewers started and ended {Lines} times within a minute. The next ones are not logged.")]
    private partial void LogManyViewers(int lines);
}
