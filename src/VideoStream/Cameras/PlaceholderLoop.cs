using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>While a camera has viewers and is not live, publishes a placeholder once a second and after each change.</summary>
internal sealed class PlaceholderLoop(Camera camera, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ChangeSignal _changed = new(time);

    private bool IsNeeded => camera.Status.State != CameraState.Live && camera.Viewers > 0;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        camera.StatusChanged += OnStatusChanged;
        camera.ViewersChanged += _changed.Set;
        try
        {
            while (true)
            {
                if (IsNeeded)
                    Publish();
                await _changed.WaitAsync(IsNeeded ? Interval : Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
        finally
        {
            camera.StatusChanged -= OnStatusChanged;
            camera.ViewersChanged -= _changed.Set;
        }
    }

    private void OnStatusChanged(Camera changed) => _changed.Set();

    private void Publish()
    {
        CameraStatus status = camera.Status;
        var content = new FrameContent(camera.Pool, default);
        Frame? last = camera.RetainLast();
        try
        {
            PlaceholderRenderer.Draw(content.Writable, camera, status, last, time.GetUtcNow());
        }
        finally
        {
            last?.Release();
        }

        camera.ShowPlaceholder(content, status);
    }
}
