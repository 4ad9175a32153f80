using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>While a camera has viewers and is not live, publishes a placeholder once a second and after each change.</summary>
internal sealed class PlaceholderLoop(Camera camera, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Most cameras have connected after this time, so that nobody sees that they were not there.</summary>
    private static readonly TimeSpan ShortConnect = TimeSpan.FromMilliseconds(700);

    private readonly ChangeSignal _changed = new(time);
    private CameraStatus? _published;
    private long _publishedAt;

    // An idle camera with a viewer is about to be opened, and gets its placeholder then.
    private bool IsNeeded => camera.Status.State is not (CameraState.Live or CameraState.Idle) && camera.Viewers > 0;

    /// <summary>
    /// The time until the next placeholder: none after a change of the status, as the last one shows another. A camera that begins to
    /// connect gets a moment for it: to draw takes longer, and libraries that are needed for nothing else (docs/performance.md).
    /// </summary>
    private TimeSpan UntilNext => camera.Status switch
    {
        var status when ReferenceEquals(status, _published) => Interval - time.GetElapsedTime(_publishedAt),
        { State: CameraState.Connecting, Fault: null } status => ShortConnect - time.GetElapsedTime(status.Since),
        _ => TimeSpan.Zero,
    };

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        camera.StatusChanged += OnStatusChanged;
        camera.ViewersChanged += _changed.Set;
        try
        {
            while (true)
            {
                if (IsNeeded && UntilNext <= TimeSpan.Zero)
                    Publish();
                await _changed.WaitAsync(IsNeeded ? UntilNext : Timeout.InfiniteTimeSpan, cancellationToken);
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
        (_published, _publishedAt) = (status, time.GetTimestamp());
        var content = new FrameContent(camera.Pool, default);
        Frame? last = camera.RetainLast();
        try
        {
            PlaceholderRenderer.Draw(content.Writable, camera, status, last, time);
        }
        catch
        {
            content.Free();
            throw;
        }
        finally
        {
            last?.Release();
        }

        camera.ShowPlaceholder(content, status);
    }
}
