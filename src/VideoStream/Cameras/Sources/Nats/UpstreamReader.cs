using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Nats;

/// <summary>
/// Reads the state and the stamps of a camera that another service publishes. The frames themselves come encoded, variant by variant, to
/// those who asked for them.
/// </summary>
/// <param name="upstream">The service that publishes it.</param>
/// <param name="time">The clock.</param>
internal sealed class UpstreamReader(Upstream upstream, TimeProvider time) : ICameraReader
{
    /// <summary>How often the state is asked for, which shows too that the service is there.</summary>
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(0.5);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _end = new();
    private Task _asking = Task.CompletedTask;
    private CameraFault? _fault;
    private CaptureStamp _newest, _grabbed;
    private PictureSize _size, _grabbedSize;

    /// <inheritdoc/>
    public CaptureStamp? Stamp => _grabbed;

    /// <inheritdoc/>
    public long? ExpectedSince => upstream.ExpectedSince;

    /// <inheritdoc/>
    public string? Hindrance => upstream.State switch
    {
        { State: CameraState.Stalled, Reason: { } reason } => reason,
        { Problem: { } problem } => problem,
        _ => null,
    };

    public SourceResult Open(CancellationToken cancellationToken)
    {
        // First: a frame can come before the answer, and of a slow camera it may be the only one for long.
        upstream.Begin();
        upstream.FrameArrived += OnFrame;
        SourceResult result = upstream.AskAsync(cancellationToken).GetAwaiter().GetResult();
        if (!result.IsOk)
            return result;
        // A placeholder may have come since.
        upstream.Begin();
        upstream.Server.Changed += Wake;
        _asking = Task.Run(() => AskAsync(_end.Token), CancellationToken.None);
        return SourceResult.Ok;
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(_ => Wake(), null);
        lock (_gate)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_fault is not null)
                    return _fault;
                if (upstream.Server.IsLost)
                    return upstream.Server.Fault;
                if (_newest.Number > _grabbed.Number)
                {
                    (_grabbed, _grabbedSize) = (_newest, _size);
                    return SourceResult.Ok;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        content.PutElsewhere(_grabbedSize);
        return true;
    }

    public void Close()
    {
        upstream.FrameArrived -= OnFrame;
        upstream.Server.Changed -= Wake;
        _end.Cancel();
    }

    private void OnFrame(CaptureStamp stamp, PictureSize size)
    {
        lock (_gate)
        {
            if (stamp.Number <= _newest.Number)
                return;
            (_newest, _size) = (stamp, size);
            Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool isLate = false;
            while (true)
            {
                if (!isLate)
                    await Task.Delay(AskInterval, time, cancellationToken);
                SourceResult result = await upstream.AskAsync(cancellationToken);
                // One answer that is late is no fault: a machine, or a link, may stand still for a second.
                isLate = !isLate && result.Fault?.Kind == CameraFaultKind.PublisherSilent;
                if (result.IsOk || isLate)
                    continue;
                lock (_gate)
                {
                    _fault = result.Fault;
                    Monitor.PulseAll(_gate);
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection is closed.
        }
    }
}
