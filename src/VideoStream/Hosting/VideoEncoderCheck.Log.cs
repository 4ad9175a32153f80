namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class VideoEncoderCheck
{
    [LoggerMessage(439, LogLevel.Warning, "Viewers get no H.264: {Problem}")]
    private partial void LogUnavailable(string problem);
}
