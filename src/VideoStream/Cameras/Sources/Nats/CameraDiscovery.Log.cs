namespace VideoStream.Cameras.Sources.Nats;

/// <content>What is logged.</content>
internal sealed partial class CameraDiscovery
{
    [LoggerMessage(123, LogLevel.Information, "Camera {Camera} has come: {Published} of {Server}")]
    private partial void LogCame(string camera, string published, string server);

    [LoggerMessage(124, LogLevel.Information, "Camera {Camera} has gone: {Published} of {Server} is not published any more")]
    private partial void LogGone(string camera, string published, string server);

    [LoggerMessage(
        125,
        LogLevel.Warning,
        "{Camera} is not relayed: the name is longer than 32 characters. Give {Published} a shorter name there, or the entry here")]
    private partial void LogTooLong(string camera, string published);

    [LoggerMessage(126, LogLevel.Warning, "{Entry} finds no cameras: {Problem}. Asking again.")]
    private partial void LogProblem(string entry, string problem);

    [LoggerMessage(127, LogLevel.Warning, "{Entry}: more cameras are published at {Server} than {Most}. The others are not relayed")]
    private partial void LogTooMany(string entry, string server, int most);
}
