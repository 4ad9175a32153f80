namespace VideoStream.Relay;

/// <content>What is logged.</content>
internal sealed partial class RelayedFrames
{
    [LoggerMessage(500, LogLevel.Warning, "Variant {Variant} is not published: {Reason}")]
    private static partial void LogRefused(ILogger logger, string variant, string reason);

    [LoggerMessage(501, LogLevel.Error, "Variant {Variant} can't be relayed. Trying again.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string variant);

    private void LogRefused(string variant, string reason) => LogRefused(_logger, variant, reason);

    private void LogFailed(Exception exception, string variant) => LogFailed(_logger, exception, variant);
}
