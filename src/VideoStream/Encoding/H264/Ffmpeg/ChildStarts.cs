namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// Bounds how often children are started for one camera. A client that comes and goes many times a second would otherwise fill the machine
/// with starts, each of which costs as much as several frames.
/// </summary>
internal sealed class ChildStarts(TimeProvider time)
{
    /// <summary>As many as a camera has variants, then a few a second.</summary>
    public const int AtOnce = 12, PerSecond = 4;

    private readonly Lock _gate = new();
    private double _permits = AtOnce;
    private long _countedAt = time.GetTimestamp();

    /// <summary>Whether one may be started now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return Count() >= 1;
        }
    }

    /// <summary>Counts a start.</summary>
    /// <returns>False if that is too much now.</returns>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (Count() < 1)
                return false;
            _permits--;
            return true;
        }
    }

    private double Count()
    {
        long now = time.GetTimestamp();
        _permits = Math.Min(AtOnce, _permits + (PerSecond * time.GetElapsedTime(_countedAt, now).TotalSeconds));
        _countedAt = now;
        return _permits;
    }
}
