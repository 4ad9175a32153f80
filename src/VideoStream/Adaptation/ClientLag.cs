namespace VideoStream.Adaptation;

/// <summary>
/// Whether the client lags: the frames that it acknowledges, it acknowledges late. A client that keeps up may acknowledge as rarely as it
/// likes. One that lags gets no more than two frames beyond its last acknowledgement.
/// </summary>
/// <param name="target">Maximum queueing delay of a frame, in addition to the round-trip time.</param>
internal sealed class ClientLag(TimeSpan target)
{
    private const int MaxInFlight = 2, LateInARow = 2;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10), LongestWait = TimeSpan.FromSeconds(1);

    private readonly WindowedMinimum _baseDelay = new();
    private TimeSpan _longestSilence;
    private int _late;

    /// <summary>Whether the last two acknowledgements were late, or the last one was twice too late.</summary>
    public bool IsLagging => _late >= LateInARow;

    /// <summary>The client has acknowledged a frame.</summary>
    public void OnAcknowledged(SentFrame frame, TcpEstimator tcp, TimeSpan now)
    {
        TimeSpan roundTrip = now - frame.SentAt;
        TimeSpan delay = roundTrip - (tcp.IsKnown ? ExpectedRoundTrip(frame, tcp, now) : BaseDelay(roundTrip));
        // If the kernel had the frame in flight a moment ago, the link was late and not the client. The send window bounds that.
        bool isLate = delay > target && !tcp.WasInFlight(frame, now - target);
        // A short pause of the client may delay one frame. Without TCP_INFO nothing else bounds a queue, so there one is enough.
        _late = !isLate ? 0 : delay > 2 * target || !tcp.IsKnown ? LateInARow : _late + 1;
        // A client with two frames in flight that still acknowledges does so twice in this time.
        _longestSilence = roundTrip * 2 < LongestSilence ? roundTrip * 2 : LongestSilence;
        // Without TCP_INFO a standing queue would pass for the round-trip time.
        if (!isLate)
            _baseDelay.Add(roundTrip, now);
    }

    /// <summary>How long to wait before the client gets one more frame.</summary>
    /// <returns>Zero if it may have one now; else the time after which to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan Wait(AckEstimator acks, TimeSpan now)
    {
        if (!IsLagging || acks.FramesInFlight < MaxInFlight || acks.AwaitedSince is not { } since)
            return TimeSpan.Zero;
        TimeSpan left = since + _longestSilence - now;
        if (left > TimeSpan.Zero)
            return left < LongestWait ? left : LongestWait;
        // It acknowledges no more, or only some frames, and the next of these is one that was not sent yet.
        _late = 0;
        return TimeSpan.Zero;
    }

    private static TimeSpan ExpectedRoundTrip(SentFrame frame, TcpEstimator tcp, TimeSpan now) =>
        tcp.MinRtt + tcp.DelayTolerance(now) + TimeSpan.FromSeconds(frame.Bytes / tcp.Rate);

    private TimeSpan BaseDelay(TimeSpan roundTrip) => _baseDelay.Value > TimeSpan.Zero ? _baseDelay.Value : roundTrip;
}
