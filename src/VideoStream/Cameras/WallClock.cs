namespace VideoStream.Cameras;

/// <summary>
/// Converts monotonic timestamps to times by the system's clock, as it is now. If that clock is set, the times follow. If it is only
/// slewed, by less than <see cref="Tolerance"/>, a timestamp keeps its time to the digit.
/// </summary>
internal sealed class WallClock(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    private readonly Lock _gate = new();
    private (long Timestamp, DateTimeOffset At) _reference = (time.GetTimestamp(), time.GetUtcNow());

    /// <summary>The time of a timestamp.</summary>
    public DateTimeOffset Of(long timestamp)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            DateTimeOffset at = time.GetUtcNow();
            if ((at - ByReference(now)).Duration() > Tolerance)
                _reference = (now, at);
            return ByReference(timestamp);
        }
    }

    private DateTimeOffset ByReference(long timestamp) => _reference.At + time.GetElapsedTime(_reference.Timestamp, timestamp);
}
