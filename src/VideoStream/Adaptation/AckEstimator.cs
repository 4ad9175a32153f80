namespace VideoStream.Adaptation;

/// <summary>
/// What a viewer's acknowledgements tell of the way to it, with its own slowness in it. The distance is the shortest round trip seen
/// lately less what the frame's bytes took, and only what is over it is delay, as in LEDBAT (RFC 6817) and BBR
/// (draft-ietf-ccwg-bbr). Acknowledging a frame acknowledges those before. No clock: times are those of the caller.
/// </summary>
internal sealed class AckEstimator
{
    /// <summary>The number of frames in flight of which a record is kept.</summary>
    public const int MaxInFlight = 256;

    /// <summary>What a viewer takes to draw belongs to the distance, but no more than this where the kernel tells how long the way is: the rest is slow.</summary>
    private static readonly TimeSpan Drawing = TimeSpan.FromMilliseconds(20);

    private readonly Queue<SentFrame> _inFlight = new();
    private readonly WindowedMinimum _baseDelay = new();
    private readonly DeliveryRate _rate = new();
    private TimeSpan _acknowledgedAt = TimeSpan.MinValue;
    private TimeSpan _measuredAt = TimeSpan.MinValue;

    /// <summary>Bytes a second that it takes; infinite while nothing is known.</summary>
    public double Rate => _rate.BytesPerSecond;

    /// <summary>Whether the rate was seen lately.</summary>
    public bool IsRateRecent(TimeSpan now) => _measuredAt != TimeSpan.MinValue && now - _measuredAt < TcpEstimator.Lately;

    /// <summary>The round trip of a frame without bytes.</summary>
    public TimeSpan BaseDelay => _baseDelay.Value;

    public int Frames => _inFlight.Count;

    /// <summary>The frame that was acknowledged last.</summary>
    public SentFrame Last { get; private set; }

    /// <summary>Since when an acknowledgement could come: the last one, or the first frame since; null if no frame is in flight.</summary>
    public TimeSpan? AwaitedSince => _inFlight.TryPeek(out SentFrame oldest) ? Max(oldest.SentAt, _acknowledgedAt) : null;

    public void Sent(SentFrame frame)
    {
        if (_inFlight.Count == MaxInFlight)
            _inFlight.Dequeue();
        _inFlight.Enqueue(frame);
    }

    /// <summary>A frame has arrived, and all that were sent before it.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="now">When the acknowledgement came.</param>
    /// <param name="tcp">What the kernel knows of the connection.</param>
    /// <param name="delivery">What it tells.</param>
    /// <returns>False if it is not on its way.</returns>
    public bool TryAcknowledge(long number, TimeSpan now, TcpEstimator tcp, out Delivery delivery)
    {
        delivery = default;
        if (!IsInFlight(number))
            return false;
        SentFrame last;
        long covered = 0;
        do
        {
            last = _inFlight.Dequeue();
            covered += last.Bytes;
        }
        while (last.Number != number);
        Last = last;

        TimeSpan roundTrip = now - last.SentAt;
        TimeSpan distance = Max(tcp.MinRtt, roundTrip - TimeSpan.FromSeconds(last.Bytes / tcp.Rate));
        _baseDelay.Add(tcp.IsKnown && distance > tcp.MinRtt + Drawing ? tcp.MinRtt + Drawing : distance, now);
        TimeSpan alone = last.SentAt + BaseDelay;
        // Either the link was idle when the frame reached it, or it was at work on the one before.
        bool wasIdle = alone >= _acknowledgedAt;
        int burst = wasIdle ? tcp.BurstAllowance : 0;
        if (covered >= 2 * burst)
        {
            _measuredAt = now;
            _rate.Add(covered - burst, now - (wasIdle ? alone : _acknowledgedAt));
        }

        _acknowledgedAt = now;
        delivery = new Delivery(
            last.SentAt, Delay: Max(TimeSpan.Zero, now - alone), roundTrip, Age: now - last.CapturedAt - (BaseDelay / 2));
        return true;
    }

    /// <summary>Whether two frames in flight, or more, were sent until a time: the client does not acknowledge each.</summary>
    public bool HasTwoSentUntil(TimeSpan time)
    {
        int count = 0;
        foreach (SentFrame frame in _inFlight)
        {
            if (frame.SentAt > time || ++count > 1)
                break;
        }

        return count > 1;
    }

    private bool IsInFlight(long number)
    {
        foreach (SentFrame frame in _inFlight)
        {
            if (frame.Number == number)
                return true;
        }

        return false;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
