namespace VideoStream.Adaptation;

/// <summary>
/// Whether the client keeps up, by the delay of the last frames that it acknowledged. A client that keeps up may acknowledge as rarely as it likes.
/// A slow client has no more than two frames in flight beyond its last acknowledgement. No clock: times are those of the caller.
/// </summary>
/// <param name="target">Maximum queueing delay of a frame, in addition to the round-trip time.</param>
internal sealed class ClientLag(TimeSpan target)
{
    private const int MaxInFlight = 2, LateInARow = 2;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10), LongestWait = TimeSpan.FromSeconds(1);

    private readonly WindowedMinimum _baseDelay = new();
    private TimeSpan _longestSilence;
    private int _late;

    /// <summary>Whether the last two frames that it acknowledged were late, or the last one was twice too late.</summary>
    public bool IsSlow => _late >= LateInARow;

    /// <summary>The client has acknowledged a frame.</summary>
    public void Acknowledged(SentFrame frame, TcpEstimator tcp, TimeSpan now)
    {
        TimeSpan roundTrip = now - frame.SentAt;
        TimeSpan delay = roundTrip - (tcp.IsKnown ? ExpectedDelay(frame, tcp, now) : BaseDelay(roundTrip));
        // A frame that the kernel had in flight a moment ago is late by the link, which the window of the kernel bounds.
        bool isLate = delay > target && !tcp.WasInFlight(frame, now - target);
        // A pause of the client may delay one. Without TCP_INFO nothing else bounds a queue, so the first counts.
        _late = !isLate ? 0 : delay > 2 * target || !tcp.IsKnown ? LateInARow : _late + 1;
        // With two frames in flight, a client that still acknowledges does so twice in this time.
        _longestSilence = roundTrip * 2 < LongestSilence ? roundTrip * 2 : LongestSilence;
        // Without TCP_INFO a standing queue would pass for the round-trip time.
        if (!isLate)
            _baseDelay.Add(roundTrip, now);
    }

    /// <summary>How long to wait before the client may have one more frame.</summary>
    /// <returns>Zero if it may have it at once; else when to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan Wait(AckEstimator acked, TimeSpan now)
    {
        if (!IsSlow || acked.Frames < MaxInFlight || acked.AwaitedSince is not { } since)
            return TimeSpan.Zero;
        TimeSpan left = since + _longestSilence - now;
        if (left > TimeSpan.Zero)
            return left < LongestWait ? left : LongestWait;
        // The frame that it acknowledges next may be one that it isn't sent, or it acknowledges no more.
        _late = 0;
        return TimeSpan.Zero;
    }

    private static TimeSpan ExpectedDelay(SentFrame frame, TcpEstimator tcp, TimeSpan now) =>
        tcp.MinRtt + tcp.DelayTolerance(now) + TimeSpan.FromSeconds(frame.Bytes / tcp.Rate);

    private TimeSpan BaseDelay(TimeSpan roundTrip) => _baseDelay.Value > TimeSpan.Zero ? _baseDelay.Value : roundTrip;
}
