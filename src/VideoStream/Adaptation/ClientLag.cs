namespace VideoStream.Adaptation;

/// <summary>
/// Whether the client keeps up, by the delay of the last frame that it acknowledged. A client that keeps up may acknowledge as rarely as it likes. A
/// slow client has no more than two frames in flight beyond its last acknowledgement. No clock: times are those of the caller.
/// </summary>
/// <param name="target">Maximum queueing delay of a frame, in addition to the round-trip time.</param>
internal sealed class ClientLag(TimeSpan target)
{
    private const int MaxInFlight = 2;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10), LongestWait = TimeSpan.FromSeconds(1);

    private readonly RecentMinimum _baseDelay = new();
    private TimeSpan _longestSilence;

    /// <summary>Whether the last frame that it acknowledged was late.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>The client has acknowledged a frame.</summary>
    public void Acknowledged(SentPicture frame, TcpLink tcp, TimeSpan now)
    {
        TimeSpan roundTrip = now - frame.SentAt;
        // A frame that the kernel had in flight a moment ago is late by the link, which the window of the kernel bounds.
        IsSlow = roundTrip > target + (tcp.IsKnown ? ExpectedDelay(frame, tcp, now) : BaseDelay(roundTrip))
            && !tcp.WasInFlight(frame, now - target);
        // A slow client acknowledges a frame when it has drawn the one before as well, and both may be half as slow once more.
        _longestSilence = roundTrip * 2 < LongestSilence ? roundTrip * 2 : LongestSilence;
        // Without TCP_INFO a standing queue would pass for the round-trip time.
        if (!IsSlow)
            _baseDelay.Add(roundTrip, now);
    }

    /// <summary>How long to wait before the client may have one more frame.</summary>
    /// <returns>Zero if it may have it at once; else when to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan Wait(AckedLink acked, TimeSpan now)
    {
        if (!IsSlow || acked.Pictures < MaxInFlight || acked.AwaitedSince is not { } since)
            return TimeSpan.Zero;
        // The frame that it acknowledges next may be one that it isn't sent, or it acknowledges no more.
        IsSlow = now - since < _longestSilence;
        TimeSpan left = IsSlow ? _longestSilence - (now - since) : TimeSpan.Zero;
        return left < LongestWait ? left : LongestWait;
    }

    private static TimeSpan ExpectedDelay(SentPicture frame, TcpLink tcp, TimeSpan now) =>
        tcp.Distance + tcp.Allowance(now) + TimeSpan.FromSeconds(frame.Bytes / tcp.Rate);

    private TimeSpan BaseDelay(TimeSpan roundTrip) => _baseDelay.Value > TimeSpan.Zero ? _baseDelay.Value : roundTrip;
}
