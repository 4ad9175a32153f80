namespace VideoStream.Adaptation;

/// <summary>
/// What a viewer's acknowledgements show of its link, including its own slowness. Acknowledging a frame acknowledges all before it. The
/// base delay is the shortest recent round trip less the time of the frame's own bytes, and only what is above it is queueing delay, as in
/// LEDBAT (RFC 6817) and BBR (draft-ietf-ccwg-bbr).
/// </summary>
internal sealed class AckEstimator
{
    /// <summary>The number of frames in flight that are recorded.</summary>
    public const int MaxInFlight = 256;

    /// <summary>The time to draw a frame is part of the base delay, up to this: a viewer that needs longer is slow.</summary>
    private static readonly TimeSpan LongestDrawing = TimeSpan.FromMilliseconds(20);

    /// <summary>What the shortest answer from behind a proxy took longer than the way.</summary>
    private static readonly TimeSpan QuickAnswer = TimeSpan.FromMilliseconds(10);

    private readonly Queue<SentFrame> _inFlight = new();
    private readonly WindowedMinimum _baseDelay = new();
    private readonly DeliveryRate _rate = new();
    private TimeSpan _acknowledgedAt = TimeSpan.MinValue;
    private TimeSpan _measuredAt = TimeSpan.MinValue;

    /// <summary>Bytes a second that the link and the viewer carry; infinite while unknown.</summary>
    public double Rate => _rate.BytesPerSecond;

    /// <summary>The round-trip time of a frame without bytes on an idle link.</summary>
    public TimeSpan BaseDelay => _baseDelay.Value;

    public int FramesInFlight => _inFlight.Count;

    /// <summary>The frame that was acknowledged last.</summary>
    public SentFrame LastAcknowledged { get; private set; }

    /// <summary>Since when an acknowledgement is awaited: the last one, or the first frame after it. Null if none is in flight.</summary>
    public TimeSpan? AwaitedSince { get; private set; }

    /// <summary>Whether there is a valid measurement of the rate.</summary>
    public bool IsRateRecent(TimeSpan now) => _measuredAt != TimeSpan.MinValue && now - _measuredAt < TcpRateEstimator.Validity;

    /// <summary>Whether at least two frames in flight were sent until a time: the client does not acknowledge each frame.</summary>
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

    /// <summary>A frame is passed to the socket.</summary>
    public void OnSending(SentFrame frame)
    {
        if (_inFlight.Count == MaxInFlight)
            _inFlight.Dequeue();
        _inFlight.Enqueue(frame);
        AwaitedSince ??= frame.SentAt;
    }

    /// <summary>A frame is acknowledged, and with it all that were sent before.</summary>
    /// <param name="number">The frame's number.</param>
    /// <param name="now">When the acknowledgement came.</param>
    /// <param name="tcp">What the kernel's statistics show.</param>
    /// <param name="delivery">What the acknowledgement shows.</param>
    /// <returns>False if the frame is not in flight.</returns>
    public bool TryAcknowledge(long number, TimeSpan now, TcpEstimator tcp, out Delivery delivery)
    {
        delivery = default;
        if (!IsInFlight(number))
            return false;
        long bytes = DequeueThrough(number);
        SentFrame last = LastAcknowledged;
        TimeSpan roundTrip = now - last.SentAt;
        // The kernel does not know the rate behind a proxy.
        double rate = tcp.ProxyDelay > TimeSpan.Zero ? Math.Min(Rate, tcp.Rate) : tcp.Rate;
        AddBaseDelay(roundTrip - TimeSpan.FromSeconds(last.Bytes / rate), tcp, now);
        TimeSpan baseDelay = Max(BaseDelay, tcp.BaseRtt);
        TimeSpan expectedAt = last.SentAt + baseDelay;
        Measure(bytes, expectedAt, tcp.BurstAllowance, now);
        _acknowledgedAt = now;
        AwaitedSince = _inFlight.Count > 0 ? now : null;
        TimeSpan queueing = Max(TimeSpan.Zero, now - expectedAt);
        TimeSpan age = now - last.CapturedAt - ((baseDelay - tcp.CrossDelay) / 2);
        delivery = new Delivery(last.SentAt, last.Bytes, queueing, roundTrip, age);
        return true;
    }

    private void AddBaseDelay(TimeSpan delay, TcpEstimator tcp, TimeSpan now)
    {
        TimeSpan known = tcp.MinRtt + tcp.ProxyDelay;
        TimeSpan shortest = Max(tcp.MinRtt, known - QuickAnswer), longest = tcp.IsKnown ? known + LongestDrawing : TimeSpan.MaxValue;
        _baseDelay.Add(Min(Max(shortest, delay), longest), now);
    }

    /// <summary>A frame that found the link idle took the time since the base delay; else the time since the frame before.</summary>
    private void Measure(long bytes, TimeSpan expectedAt, int burstAllowance, TimeSpan now)
    {
        bool wasIdle = expectedAt >= _acknowledgedAt;
        int burst = wasIdle ? burstAllowance : 0;
        if (bytes < 2 * burst)
            return;
        _measuredAt = now;
        _rate.Add(bytes - burst, now - (wasIdle ? expectedAt : _acknowledgedAt));
    }

    /// <summary>Removes a frame and all before it; returns their bytes.</summary>
    private long DequeueThrough(long number)
    {
        long bytes = 0;
        do
        {
            LastAcknowledged = _inFlight.Dequeue();
            bytes += LastAcknowledged.Bytes;
        }
        while (LastAcknowledged.Number != number);
        return bytes;
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

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
