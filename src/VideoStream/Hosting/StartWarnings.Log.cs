namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal static partial class StartWarnings
{
    [LoggerMessage(411, LogLevel.Warning, "{Warning}")]
    private static partial void Log(ILogger logger, string warning);
}
