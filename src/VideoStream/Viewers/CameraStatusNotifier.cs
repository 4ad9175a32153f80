using VideoStream.Cameras;

namespace VideoStream.Viewers;

/// <summary>
/// Notifies viewers of changes of their camera's status. It has its own loop, because the thread that changes a status may be the capture
/// thread: that only sets a signal.
/// </summary>
internal sealed class CameraStatusNotifier
{
    private readonly ChangeSignal _changed;
    private readonly CameraRegistry _cameras;
    private readonly ViewerRegistry _registry;

    // The last status of each camera that viewers were notified of. Used by the loop alone.
    private readonly Dictionary<Camera, CameraStatus> _notified;

    /// <summary>Subscribes to the cameras.</summary>
    /// <param name="cameras">The cameras.</param>
    /// <param name="registry">The viewers that are notified.</param>
    /// <param name="time">The clock.</param>
    public CameraStatusNotifier(CameraRegistry cameras, ViewerRegistry registry, TimeProvider time)
    {
        (_changed, _cameras, _registry) = (new ChangeSignal(time), cameras, registry);
        _notified = cameras.All.ToDictionary(camera => camera, camera => camera.Status);
        cameras.StatusChanged += _ => _changed.Set();
    }

    /// <summary>Runs until cancelled. An exception of a notification ends it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            NotifyOfChanges();
        }
    }

    private void NotifyOfChanges()
    {
        IReadOnlyCollection<Camera> cameras = _cameras.All;
        foreach (Camera removed in _notified.Keys.Except(cameras).ToArray())
            _notified.Remove(removed);
        foreach (Camera camera in cameras)
        {
            // Each change makes a new object. Two equal ones with another between them are a change too.
            CameraStatus status = camera.Status;
            if (ReferenceEquals(status, _notified.GetValueOrDefault(camera)))
                continue;
            _notified[camera] = status;
            Notify(camera);
        }
    }

    private void Notify(Camera camera)
    {
        foreach (Viewer viewer in _registry.Viewers)
        {
            if (viewer.Camera == camera)
                viewer.Raise(ViewerEvent.CameraChanged);
        }
    }
}
