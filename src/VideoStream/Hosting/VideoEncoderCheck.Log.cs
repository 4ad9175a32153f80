namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class VideoEncoderCheck
{
    [LoggerMessage(EventId = 439, Message = "Viewers get no H.264: {Problem}")]
    private partial void LogUnavailable(LogLevel level, string problem);
}
