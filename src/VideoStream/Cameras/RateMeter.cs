namespace VideoStream.Cameras;

/// <summary>
/// Measures a rate over the last few events: the mean of up to <see cref="Window"/> intervals, so that it is steady to look at.
/// Used by one thread.
/// </summary>
internal sealed class RateMeter(TimeProvider time)
{
    private const int Window = 32;

    private readonly long[] _timestamps = new long[Window + 1];
    private int _count;
    private int _next;

    /// <summary>Counts an event.</summary>
    /// <param name="timestamp">When it happened, in the time provider's monotonic ticks.</param>
    /// <returns>Events a second; 0 for the first one.</returns>
    public double Add(long timestamp)
    {
        _timestamps[_next] = timestamp;
        _next = (_next + 1) % _timestamps.Length;
        _count = Math.Min(_count + 1, _timestamps.Length);
        long oldest = _timestamps[(_next + _timestamps.Length - _count) % _timestamps.Length];
        double seconds = time.GetElapsedTime(oldest, timestamp).TotalSeconds;
        return _count > 1 && seconds > 0 ? (_count - 1) / seconds : 0;
    }

    /// <summary>Forgets everything, after a break.</summary>
    public void Reset() => _count = 0;
}
