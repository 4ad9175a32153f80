namespace VideoStream.Encoding.H264;

/// <summary>What became of one camera's H.264 encoders that are processes, and can fail while they run.</summary>
internal sealed class EncoderFailures
{
    private long _count;
    private volatile string? _problem;

    /// <summary>How often one failed.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Why the newest one that failed did; null if one has encoded a picture since then.</summary>
    public string? Problem => _problem;

    /// <summary>Notes that one failed.</summary>
    public void Add(string reason)
    {
        Interlocked.Increment(ref _count);
        _problem = reason;
    }

    /// <summary>Notes that one has encoded a picture.</summary>
    public void Recover()
    {
        // Called for each picture, and mostly there is nothing to change.
        if (_problem is not null)
            _problem = null;
    }
}
