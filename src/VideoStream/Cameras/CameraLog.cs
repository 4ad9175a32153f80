using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// Logs when a camera becomes live or unavailable. A fault that repeats is logged once. Of a camera that comes and goes all the time, only
/// a few changes a minute are logged.
/// </summary>
internal sealed partial class CameraLog(Camera camera, TimeProvider time, ILogger logger)
{
    /// <summary>Changes that are logged a minute.</summary>
    public const int MaxLines = 20;

    private readonly LogBudget _budget = new(MaxLines, time);
    private CameraFault? _logged;
    private CameraFault? _unwatched;

    /// <summary>Logs a camera that has become live.</summary>
    public void StatusChanged()
    {
        if (camera.Status.State != CameraState.Live || camera.Newest is not { } newest)
            return;
        (_logged, _unwatched) = (null, null);
        if (MayLog())
            LogLive(camera.Name, newest.Size);
    }

    /// <summary>Logs the fault of a connection.</summary>
    public void Unavailable(CameraFault fault)
    {
        if (fault == _logged)
            return;
        _logged = fault;
        if (MayLog())
            LogUnavailable(camera.Name, Sentence(fault));
    }

    /// <summary>Logs what was found of a camera that has no viewers, without opening it.</summary>
    /// <param name="fault">Why it could not be opened; null if there is no fault.</param>
    public void Unwatched(CameraFault? fault)
    {
        if (fault == _unwatched)
            return;
        _unwatched = fault;
        if (fault is null)
            LogFound(camera.Name);
        else if (fault != _logged)
            LogUnavailableUnwatched(camera.Name, Sentence(fault));
        _logged = fault;
    }

    /// <summary>Logs that a connection could not be given up.</summary>
    public void GiveUpFailed(Exception exception) => LogGiveUpFailed(camera.Name, exception);

    /// <summary>The reason, which may end with a mark of its own, for example if it is another program's message.</summary>
    private static string Sentence(CameraFault fault) => fault.Text is [.., '.' or '?' or '!'] ? fault.Text : fault.Text + ".";

    private bool MayLog()
    {
        bool mayLog = _budget.TryUse(out bool isUsedUp);
        if (isUsedUp)
            LogChangesOften(camera.Name, MaxLines);
        return mayLog;
    }

    [LoggerMessage(100, LogLevel.Information, "Camera {Camera} is live: {Size}")]
    private partial void LogLive(string camera, PictureSize size);

    [LoggerMessage(101, LogLevel.Warning, "Camera {Camera} unavailable: {Reason} Retrying.")]
    private partial void LogUnavailable(string camera, string reason);

    [LoggerMessage(102, LogLevel.Error, "Camera {Camera}: a connection can't be cancelled. Its thread ends when its read returns.")]
    private partial void LogGiveUpFailed(string camera, Exception exception);

    [LoggerMessage(103, LogLevel.Warning, "Camera {Camera} unavailable: {Reason} It has no viewers, and is opened for the first one.")]
    private partial void LogUnavailableUnwatched(string camera, string reason);

    [LoggerMessage(105, LogLevel.Warning, "Camera {Camera} comes and goes: {Lines} changes within a minute. The next ones are not logged.")]
    private partial void LogChangesOften(string camera, int lines);

    [LoggerMessage(104, LogLevel.Information, "Camera {Camera} can be opened again")]
    private partial void LogFound(string camera);
}
