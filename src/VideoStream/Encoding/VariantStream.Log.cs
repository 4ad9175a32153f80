namespace VideoStream.Encoding;

internal sealed partial class VariantStream
{
    [LoggerMessage(200, LogLevel.Warning, "A picture could not be encoded as {Variant}: {Message}")]
    private partial void LogFailed(string message, Variant variant);

    [LoggerMessage(201, LogLevel.Error, "Waking a viewer of {Variant} failed. The other viewers are not affected.")]
    private partial void LogWakeFailed(Exception exception, Variant variant);
}
