namespace VideoStream.Encoding.H264.Ffmpeg;

internal sealed partial class FfmpegEncoder
{
    [LoggerMessage(204, LogLevel.Warning, "Encoder {Encoder} of {Name} failed: {Reason}. Starting another one.")]
    private partial void LogFailed(string encoder, string name, string reason);
}
