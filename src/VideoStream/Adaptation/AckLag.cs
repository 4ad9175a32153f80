namespace VideoStream.Adaptation;

/// <summary>
/// Bounds the frames in flight to a client that acknowledges them late: no more than two beyond its last acknowledgement. It may cease to
/// acknowledge at any time, unlike one that gives receipts (<see cref="ReceiptEstimator"/>).
/// </summary>
/// <param name="acks">Its acknowledgements.</param>
/// <param name="target">Maximum queueing delay of a frame, in addition to the round-trip time.</param>
internal sealed class AckLag(AckEstimator acks, TimeSpan target)
{
    private const int MaxInFlight = 2;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10), LongestWait = TimeSpan.FromSeconds(1);

    private readonly ClientLag _lag = new(target);
    private TimeSpan _longestSilence;

    /// <inheritdoc cref="ClientLag.IsLagging"/>
    public bool IsLagging => _lag.IsLagging;

    /// <summary>The client has acknowledged a frame.</summary>
    public void OnAcknowledged(TcpEstimator tcp, TimeSpan now)
    {
        SentFrame frame = acks.LastAcknowledged;
        _lag.OnAcknowledged(frame, tcp, now);
        // A client with two frames in flight that still acknowledges does so twice in this time.
        TimeSpan twice = (now - frame.SentAt) * 2;
        _longestSilence = twice < LongestSilence ? twice : LongestSilence;
    }

    /// <summary>How long to wait before the client gets one more frame.</summary>
    /// <returns>Zero if it may have one now; else the time after which to ask again, unless an acknowledgement comes before.</returns>
    public TimeSpan Wait(TimeSpan now)
    {
        if (!IsLagging || acks.FramesInFlight < MaxInFlight || acks.AwaitedSince is not { } since)
            return TimeSpan.Zero;
        TimeSpan left = since + _longestSilence - now;
        if (left > TimeSpan.Zero)
            return left < LongestWait ? left : LongestWait;
        // It acknowledges no more, or only some frames, and the next of these is one that was not sent yet.
        _lag.Reset();
        return TimeSpan.Zero;
    }
}
