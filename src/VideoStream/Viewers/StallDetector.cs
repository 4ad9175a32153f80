using VideoStream.Transports.Tcp;

namespace VideoStream.Viewers;

/// <summary>
/// Tells a client that takes nothing from one on a slow link: progress is a byte that the other side acknowledged, or, where the kernel
/// doesn't tell, a message that was taken whole. Sampled at once a second.
/// </summary>
internal sealed class StallDetector(ConnectionProgress progress, TimeSpan limit, TimeProvider time)
{
    private long _progressAt;

    /// <summary>Whether the message that is being sent has made no progress for the limit.</summary>
    /// <param name="sendingSince">Since when it is being sent, in monotonic ticks; 0 while nothing is.</param>
    public bool IsStalled(long sendingSince)
    {
        if (progress.Advanced())
            _progressAt = time.GetTimestamp();
        // A message that began later than the last progress is progress itself: the one before it was taken.
        _progressAt = Math.Max(_progressAt, sendingSince);
        return sendingSince != 0 && time.GetElapsedTime(_progressAt) >= limit;
    }
}
