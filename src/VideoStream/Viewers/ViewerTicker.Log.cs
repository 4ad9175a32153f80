namespace VideoStream.Viewers;

internal sealed partial class ViewerTicker
{
    [LoggerMessage(304, LogLevel.Error, "Viewer {Viewer}: its tick failed")]
    private partial void LogTickFailed(Exception exception, string viewer);
}
