namespace VideoStream.Cameras;

/// <summary>
/// Converts monotonic timestamps to times by the system's clock, as it is now. If that clock is set, the times follow. If it is only
/// slewed, by less than <see cref="Tolerance"/>, a timestamp keeps its time to the digit.
/// </summary>
internal sealed class WallClock(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private DateTimeOffset _origin = Origin(time);

    /// <summary>The time of a timestamp.</summary>
    public DateTimeOffset Of(long timestamp)
    {
        lock (_gate)
        {
            DateTimeOffset origin = Origin(time);
            if ((origin - _origin).Duration() > Tolerance)
                _origin = origin;
            return _origin + time.GetElapsedTime(0, timestamp);
        }
    }

    /// <summary>The time of the timestamp 0.</summary>
    private static DateTimeOffset Origin(TimeProvider time) => time.GetUtcNow() - time.GetElapsedTime(0);
}
