namespace VideoStream.Cameras;

/// <summary>Measures a rate as the mean of the last <see cref="Window"/> intervals. Not thread-safe.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private const int Window = 32;

    private readonly long[] _timestamps = new long[Window + 1];
    private int _count;
    private int _next;

    /// <summary>Adds an event.</summary>
    /// <param name="timestamp">The time of the event in the time provider's monotonic ticks.</param>
    /// <returns>Events per second; 0 for the first event.</returns>
    public double Add(long timestamp)
    {
        _timestamps[_next] = timestamp;
        _next = (_next + 1) % _timestamps.Length;
        _count = Math.Min(_count + 1, _timestamps.Length);
        long oldest = _timestamps[(_next + _timestamps.Length - _count) % _timestamps.Length];
        double seconds = time.GetElapsedTime(oldest, timestamp).TotalSeconds;
        return _count > 1 && seconds > 0 ? (_count - 1) / seconds : 0;
    }

    /// <summary>Removes all events.</summary>
    public void Reset() => _count = 0;
}
