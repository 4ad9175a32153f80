namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal sealed partial class BackgroundLoops
{
    [LoggerMessage(401, LogLevel.Error, "A background loop did not end within {Seconds} s. The service stops without it")]
    private static partial void LogNotEnded(ILogger logger, double seconds);
}
