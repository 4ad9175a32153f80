namespace VideoStream.Encoding;

internal sealed partial class LatestFrameEncoder
{
    [LoggerMessage(200, LogLevel.Warning, "A frame could not be encoded as {Variant}: {Message}")]
    private partial void LogFailed(Variant variant, string message);
}
