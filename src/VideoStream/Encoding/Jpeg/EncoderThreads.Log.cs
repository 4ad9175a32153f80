namespace VideoStream.Encoding.Jpeg;

internal sealed partial class EncoderThreads
{
    [LoggerMessage(203, LogLevel.Critical, "Variant {Variant} failed on an encoder thread. Continuing with the next variant.")]
    private partial void LogFailed(Exception exception, Variant variant);
}
