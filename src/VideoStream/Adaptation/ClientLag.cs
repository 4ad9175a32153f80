namespace VideoStream.Adaptation;

/// <summary>
/// Whether the client lags: the frames that it acknowledges, it acknowledges late. A client that keeps up may acknowledge as rarely as it
/// likes.
/// </summary>
/// <param name="target">Maximum queueing delay of a frame, in addition to the round-trip time.</param>
internal sealed class ClientLag(TimeSpan target)
{
    private const int LateInARow = 2;

    private readonly WindowedMinimum _baseDelay = new();
    private int _late;

    /// <summary>Whether the last two acknowledgements were late, or the last one was twice too late.</summary>
    public bool IsLagging => _late >= LateInARow;

    /// <summary>Whether the last acknowledgement was late.</summary>
    public bool WasLate => _late > 0;

    /// <summary>The client has acknowledged a frame.</summary>
    public void OnAcknowledged(SentFrame frame, TcpEstimator tcp, TimeSpan now)
    {
        TimeSpan roundTrip = now - frame.SentAt;
        tcp.OnAnswered(frame, roundTrip);
        TimeSpan delay = DelayInClient(frame, tcp, now);
        bool isLate = delay > target;
        // A short pause of the client may delay one frame. Without TCP_INFO nothing else bounds a queue, so there one is enough.
        _late = !isLate ? 0 : delay > 2 * target || !tcp.IsKnown ? LateInARow : _late + 1;
        // Without TCP_INFO a standing queue would pass for the round-trip time.
        if (!isLate)
            _baseDelay.Add(roundTrip, now);
    }

    /// <summary>How long a frame has been or was in the client, if it is not acknowledged before now. Zero if the link was late.</summary>
    public TimeSpan DelayInClient(SentFrame frame, TcpEstimator tcp, TimeSpan now)
    {
        TimeSpan roundTrip = now - frame.SentAt;
        TimeSpan delay = roundTrip - (tcp.IsKnown ? ExpectedRoundTrip(frame, tcp, now) : BaseDelay(roundTrip));
        // If the kernel had the frame in flight a moment ago, the link was late and not the client. The send window bounds that.
        return tcp.WasInFlight(frame, now - target) ? TimeSpan.Zero : delay;
    }

    /// <summary>A frame is late beyond doubt, though not acknowledged yet.</summary>
    public void Exceed() => _late = LateInARow;

    /// <summary>Forgets the late frames.</summary>
    public void Reset() => _late = 0;

    private static TimeSpan ExpectedRoundTrip(SentFrame frame, TcpEstimator tcp, TimeSpan now) =>
        tcp.ProgramRtt + tcp.DelayTolerance(now) + TimeSpan.FromSeconds(frame.Bytes / tcp.Rate);

    private TimeSpan BaseDelay(TimeSpan roundTrip) => _baseDelay.Value > TimeSpan.Zero ? _baseDelay.Value : roundTrip;
}
