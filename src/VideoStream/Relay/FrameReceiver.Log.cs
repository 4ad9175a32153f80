namespace VideoStream.Relay;

/// <content>What is logged.</content>
internal sealed partial class FrameReceiver
{
    [LoggerMessage(502, LogLevel.Error, "A frame of variant {Variant} can't be relayed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string variant);
}
