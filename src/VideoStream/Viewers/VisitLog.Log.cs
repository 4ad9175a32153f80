namespace VideoStream.Viewers;

internal sealed partial class VisitLog
{
    [LoggerMessage(300, LogLevel.Information, "Viewer {Viewer} ({Transport}) from {Remote} watches camera {Camera}")]
    private partial void LogStarted(string viewer, ViewerTransport transport, string remote, string camera);

    [LoggerMessage(301, LogLevel.Information,
        "Viewer {Viewer} ended: {Reason}. {Seconds:0.0} s, {Frames} frames sent, {Skipped} skipped")]
    private partial void LogEnded(string viewer, CloseReason reason, double seconds, long frames, long skipped);

    [LoggerMessage(302, LogLevel.Warning, "Viewers started and ended {Lines} times within a minute. The next ones are not logged.")]
    private partial void LogManyViewers(int lines);

    [LoggerMessage(305, LogLevel.Information,
        "Visits of less than {Longest:0} s, within {Seconds:0} s: {Visits}, the last from {Remote}. For single pictures use /snapshot.jpg")]
    private partial void LogShort(double longest, double seconds, int visits, string remote);
}
