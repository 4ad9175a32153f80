using VideoStream.Frames;
using VideoStream.Frames.H264;

namespace VideoStream.Cameras;

/// <summary>
/// The status of a camera and the frame in its slot. One lock guards both and the number of the current connection, so that they always
/// match and frames of a connection that was given up are refused.
/// </summary>
internal sealed class CameraOutput(LatestFrame frames, CameraVideo video, CameraClock clock, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly FramePublisher _publisher = new(frames, video, clock, time);
    private readonly LastLiveFrame _last = new(frames);
    private CameraStatus _status = new(CameraState.Connecting, null, time.GetTimestamp(), time.GetTimestamp());
    private int _connection;

    /// <summary>Raised after each change of <see cref="Status"/>, outside the lock. Handlers must not block.</summary>
    public event Action? StatusChanged;

    public CameraStatus Status => Volatile.Read(ref _status);

    /// <inheritdoc cref="FramePublisher.Newest"/>
    public LatestFrameInfo? Newest => _publisher.Newest;

    /// <inheritdoc cref="FramePublisher.Captured"/>
    public long Captured => _publisher.Captured;

    /// <inheritdoc cref="FramePublisher.SeenRate"/>
    public double SeenRate => _publisher.SeenRate;

    /// <inheritdoc cref="FramePublisher.NextStamp"/>
    public CaptureStamp NextStamp() => _publisher.NextStamp();

    /// <inheritdoc cref="FramePublisher.Reserve"/>
    public void Reserve(long number) => _publisher.Reserve(number);

    /// <inheritdoc cref="FramePublisher.ForgetRate"/>
    public void ForgetRate()
    {
        lock (_gate)
            _publisher.ForgetRate();
    }

    /// <summary>Forgets all pictures, because those that follow are of another source. No connection is open.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _publisher.Forget();
            frames.Clear();
            _last.Drop();
            video.Forget();
        }
    }

    /// <summary>Starts a connection. Frames of earlier connections are refused from now on.</summary>
    /// <returns>The number of the connection, which its frames are published with.</returns>
    public int Connect(CameraFault? fault)
    {
        lock (_gate)
        {
            _connection++;
            _publisher.ResetRate();
            video.Clear();
        }

        SetStatus(CameraState.Connecting, fault, null);
        return _connection;
    }

    /// <summary>Puts a captured frame into the slot, unless its connection was given up. The first one makes the camera live.</summary>
    /// <param name="connection">The number of the connection.</param>
    /// <param name="content">The content. This method frees it if the frame is refused.</param>
    /// <param name="stamp">The stamp of the capture.</param>
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
    /// <param name="content">The content. This method frees it if the placeholder is refused.</param>
    /// <param name="status">The status that the placeholder shows.</param>
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

    /// <summary>The last frame before the camera stopped being live; null if there is none. The caller releases it.</summary>
    public Frame? RetainLast()
    {
        lock (_gate)
            return _last.Retain();
    }

    /// <summary>Sets a status other than live, and empties the slot. Frames of a lost or idle camera are refused.</summary>
    public void SetStatus(CameraState state, CameraFault? fault, long? nextTry)
    {
        lock (_gate)
        {
            if (state is CameraState.Lost or CameraState.Idle)
            {
                _connection++;
                video.Clear();
            }

            ChangeStatus(state, fault, nextTry);
        }

        StatusChanged?.Invoke();
    }

    /// <summary>Sets the camera stalled, unless a frame newer than this one has arrived.</summary>
    /// <param name="newest">The frame.</param>
    /// <param name="damage">Why the frames since are damaged, in words or empty; null if there are none.</param>
    /// <param name="hindrance">Why no picture comes, in words; null if that is not known.</param>
    public void SetStalled(FrameStamp newest, string? damage, string? hindrance)
    {
        lock (_gate)
        {
            if (Newest is { } frame && frame.Stamp != newest)
                return;
            CameraFaultKind kind = damage is null ? CameraFaultKind.Stalled : CameraFaultKind.DecodeErrors;
            ChangeStatus(CameraState.Stalled, new CameraFault(kind, Detail: damage ?? hindrance ?? ""), null);
        }

        StatusChanged?.Invoke();
    }

    /// <summary>Empties the slot and refuses all later frames.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _connection++;
            _last.Drop();
            frames.Clear();
            video.Clear();
        }
    }

    private void ChangeStatus(CameraState state, CameraFault? fault, long? nextTry)
    {
        if (state == CameraState.Live)
            _last.Drop();
        else
            _last.MoveFromSlot();
        Volatile.Write(ref _status, _status.Next(state, fault, time.GetTimestamp(), nextTry));
    }
}
