namespace VideoStream.Encoding.H264;

/// <summary>What became of one camera's H.264 encoders that are processes, and can fail while they run.</summary>
internal sealed class EncoderFailures
{
    private readonly Lock _gate = new();
    private long _count;
    private volatile string? _problem;
    private object? _failed;

    /// <summary>How often one failed.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Why the newest one that failed did; null if it has encoded a picture since then, or is gone and another one has.</summary>
    public string? Problem => _problem;

    /// <summary>Notes that one failed.</summary>
    public void Add(object encoder, string reason)
    {
        Interlocked.Increment(ref _count);
        lock (_gate)
            (_failed, _problem) = (encoder, reason);
    }

    /// <summary>Notes that one has encoded a picture. One bitrate may work where another one does not.</summary>
    public void Recover(object encoder)
    {
        // Called for each picture, and mostly there is nothing to change.
        if (_problem is null)
            return;
        lock (_gate)
        {
            if (_failed is null || _failed == encoder)
                _problem = null;
        }
    }

    /// <summary>Notes that one is gone.</summary>
    public void Forget(object encoder)
    {
        lock (_gate)
        {
            if (_failed == encoder)
                _failed = null;
        }
    }
}
