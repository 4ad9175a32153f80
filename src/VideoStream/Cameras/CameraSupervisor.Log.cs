using VideoStream.Frames;

namespace VideoStream.Cameras;

internal sealed partial class CameraSupervisor
{
    [LoggerMessage(100, LogLevel.Information, "Camera {Camera} is live: {Size}")]
    private partial void LogLive(string camera, PictureSize size);

    [LoggerMessage(101, LogLevel.Warning, "Camera {Camera}: {Reason}; trying again until it works")]
    private partial void LogLost(string camera, string reason);
}
