namespace VideoStream.Hosting;

/// <content>Log messages.</content>
internal static partial class ServiceEnd
{
    [LoggerMessage(
        402,
        LogLevel.Warning,
        "The service ends without the rest of its cleanup, which takes more than {Seconds} s. A collector of telemetry may not answer")]
    private static partial void LogSlow(ILogger logger, double seconds);
}
