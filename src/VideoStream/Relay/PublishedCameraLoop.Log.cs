namespace VideoStream.Relay;

/// <content>What is logged.</content>
internal sealed partial class PublishedCameraLoop
{
    [LoggerMessage(504, LogLevel.Information, "Camera {Camera} is published at {Server}, when relays ask for it")]
    private static partial void LogPublishing(ILogger logger, string camera, string server);

    [LoggerMessage(505, LogLevel.Warning, "Not published: {Reason}. Trying again.")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(507, LogLevel.Warning, "Camera {Camera} is not published whole: {Problem}")]
    private static partial void LogTooLong(ILogger logger, string camera, string problem);

    [LoggerMessage(506, LogLevel.Error, "Camera {Camera} is not published for some seconds.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string camera);
}
