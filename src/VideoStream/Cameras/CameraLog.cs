using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>Logs when a camera becomes live or unavailable. A fault that repeats is logged once.</summary>
internal sealed partial class CameraLog(Camera camera, ILogger logger)
{
    private CameraFault? _logged;

    /// <summary>Logs a camera that has become live.</summary>
    public void StatusChanged()
    {
        if (camera.Status.State != CameraState.Live || camera.Newest is not { } newest)
            return;
        _logged = null;
        LogLive(camera.Name, newest.Size);
    }

    /// <summary>Logs the fault of a connection.</summary>
    public void Unavailable(CameraFault fault)
    {
        if (fault == _logged)
            return;
        _logged = fault;
        LogUnavailable(camera.Name, fault.Text);
    }

    /// <summary>Logs that a connection could not be given up.</summary>
    public void GiveUpFailed(Exception exception) => LogGiveUpFailed(camera.Name, exception);

    [LoggerMessage(100, LogLevel.Information, "Camera {Camera} is live: {Size}")]
    private partial void LogLive(string camera, PictureSize size);

    [LoggerMessage(101, LogLevel.Warning, "Camera {Camera} unavailable: {Reason}. Retrying.")]
    private partial void LogUnavailable(string camera, string reason);

    [LoggerMessage(102, LogLevel.Error, "Camera {Camera}: a connection can't be cancelled. Its thread ends when its read returns.")]
    private partial void LogGiveUpFailed(string camera, Exception exception);
}
