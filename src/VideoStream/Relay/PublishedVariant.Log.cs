namespace VideoStream.Relay;

/// <content>What is logged.</content>
internal sealed partial class PublishedVariant
{
    [LoggerMessage(503, LogLevel.Error, "Nothing is published to {Subject} any more, until a relay asks again.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string subject);
}
