using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// What a camera shows: its status and the frame in its slot. One lock guards both and the number of the current connection, so that no
/// frame gets into a status that it doesn't fit, and none of a connection that was given up gets in at all.
/// </summary>
internal sealed class CameraOutput(LatestFrame frames, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly FramePublisher _publisher = new(frames, time);
    private readonly LastLiveFrame _last = new(frames);
    private CameraStatus _status = new(CameraState.Connecting, null, time.GetUtcNow(), time.GetUtcNow());
    private int _connection;

    /// <summary>Raised after each change of <see cref="Status"/>, outside the lock. Handlers must not block.</summary>
    public event Action? StatusChanged;

    public CameraStatus Status => Volatile.Read(ref _status);

    /// <inheritdoc cref="FramePublisher.Newest"/>
    public LatestFrameInfo? Newest => _publisher.Newest;

    /// <inheritdoc cref="FramePublisher.Captured"/>
    public long Captured => _publisher.Captured;

    /// <inheritdoc cref="FramePublisher.NextStamp"/>
    public CaptureStamp NextStamp() => _publisher.NextStamp();

    /// <summary>Begins a connection to the source; frames of those before are refused from now on.</summary>
    /// <returns>The connection's number, to be given with its frames.</returns>
    public int Connect(CameraFault? fault)
    {
        lock (_gate)
        {
            _connection++;
            _publisher.ResetRate();
        }

        SetStatus(CameraState.Connecting, fault, null);
        return _connection;
    }

    /// <summary>Puts a captured frame into the slot, unless its connection was given up. The first one makes the camera live.</summary>
    /// <param name="connection">The connection's number.</param>
    /// <param name="content">What it shows, which this takes over.</param>
    /// <param name="stamp">The facts of its capture.</param>
    public void Publish(int connection, FrameContent content, CaptureStamp stamp)
    {
        bool nowLive;
        lock (_gate)
        {
            if (connection != _connection)
            {
                content.Free();
                return;
            }

            nowLive = stamp.IsLive && _status.State != CameraState.Live;
            if (nowLive)
                ChangeStatus(CameraState.Live, null, null);
            _publisher.Publish(content, stamp);
        }

        if (nowLive)
            StatusChanged?.Invoke();
    }

    /// <summary>Puts a placeholder into the slot, unless the status has changed meanwhile.</summary>
    /// <param name="content">What it shows, which this takes over.</param>
    /// <param name="status">The status that it shows.</param>
    public void ShowPlaceholder(FrameContent content, CameraStatus status)
    {
        lock (_gate)
        {
            if (status != _status || status.State == CameraState.Live)
                content.Free();
            else
                _publisher.Publish(content, NextStamp() with { IsLive = false });
        }
    }

    /// <summary>The last frame before the camera went, which the caller releases; null if there never was one, or it is live.</summary>
    public Frame? RetainLast()
    {
        lock (_gate)
            return _last.Retain();
    }

    /// <summary>
    /// Sets what the camera is doing when it isn't live, and empties the slot. Once it is neither connecting nor stalled, its connection's
    /// frames are refused.
    /// </summary>
    public void SetStatus(CameraState state, CameraFault? fault, DateTimeOffset? nextTry)
    {
        lock (_gate)
        {
            if (state is CameraState.Lost or CameraState.Idle)
                _connection++;
            ChangeStatus(state, fault, nextTry);
        }

        StatusChanged?.Invoke();
    }

    /// <summary>Sets the camera stalled, unless a frame has come since the caller checked.</summary>
    public void SetStalled(FrameStamp newest)
    {
        lock (_gate)
        {
            if (Newest is { } frame && frame.Stamp != newest)
                return;
            ChangeStatus(CameraState.Stalled, new CameraFault(CameraFaultKind.Stalled), null);
        }

        StatusChanged?.Invoke();
    }

    /// <summary>Empties the slot for good: frames of all connections are refused.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _connection++;
            _last.Drop();
            frames.Clear();
        }
    }

    private void ChangeStatus(CameraState state, CameraFault? fault, DateTimeOffset? nextTry)
    {
        if (state == CameraState.Live)
            _last.Drop();
        else
            _last.KeepFromSlot();
        Volatile.Write(ref _status, _status.Next(state, fault, time.GetUtcNow(), nextTry));
    }
}
