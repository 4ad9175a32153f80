namespace VideoStream.Encoding;

internal sealed partial class WaitingSubscriptions
{
    [LoggerMessage(201, LogLevel.Error, "A viewer of {Variant} failed to take a frame. The other viewers are not affected.")]
    private partial void LogOfferFailed(Exception exception, Variant variant);
}
