using VideoStream.Adaptation;

namespace VideoStream.Viewers;

/// <summary>
/// Distinguishes a client that stopped reading from one on a slow link. Progress is a byte that the client's kernel acknowledged or,
/// without kernel statistics, a message that was sent whole. Called once a second.
/// </summary>
internal sealed class StallDetector(ILinkProbe probe, TimeSpan limit, TimeProvider time)
{
    private long _acknowledged;
    private long _progressAt;

    /// <summary>Whether what is being sent has made no progress for the limit.</summary>
    /// <param name="sendingSince">When the current send began, in monotonic ticks; 0 while nothing is being sent.</param>
    public bool IsStalled(long sendingSince)
    {
        if (probe.TryRead(out TcpSnapshot snapshot) && snapshot.Acknowledged != _acknowledged)
        {
            _acknowledged = snapshot.Acknowledged;
            _progressAt = time.GetTimestamp();
        }

        // A send that began after the last progress is progress too: the previous one has ended.
        _progressAt = Math.Max(_progressAt, sendingSince);
        return sendingSince != 0 && time.GetElapsedTime(_progressAt) >= limit;
    }
}
