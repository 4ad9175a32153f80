namespace VideoStream.Adaptation;

/// <summary>
/// What samples of the kernel's statistics show of a viewer's link: bytes in flight, round-trip time and delivery rate. Unlike
/// <see cref="AckEstimator"/> it needs no help from the client.
/// </summary>
internal sealed class TcpEstimator
{
    private static readonly TimeSpan LargestTolerance = TimeSpan.FromMilliseconds(300), ShortStall = TimeSpan.FromMilliseconds(20);

    /// <summary>The time for which Linux delays an acknowledgement, less a tick of the busy time.</summary>
    private static readonly TimeSpan DelayedAck = TimeSpan.FromMilliseconds(36);

    /// <summary>What a client may take for its answer, though nothing is between it and its kernel.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMilliseconds(20);

    private readonly Queue<(SentFrame Frame, long End)> _inFlight = new();
    private readonly TcpRateEstimator _rate = new();
    private TcpSnapshot _last;
    private long _written;
    private int _sentSinceSample;
    private bool _hasPaused;
    private TimeSpan _startedAt;
    private TimeSpan _sampledAt;
    private TimeSpan _lostAt = TimeSpan.MinValue / 2;

    /// <summary>Whether there was a sample.</summary>
    public bool IsKnown { get; private set; }

    /// <inheritdoc cref="TcpRateEstimator.BytesPerSecond"/>
    public double Rate => _rate.BytesPerSecond;

    public bool IsRateKnown => _rate.IsKnown;

    /// <inheritdoc cref="TcpRateEstimator.Best"/>
    public double BestRate => _rate.Best;

    /// <inheritdoc cref="TcpSnapshot.MinRtt"/>
    public TimeSpan MinRtt => _last.MinRtt;

    /// <summary>The queueing delay that other connections cause on the link, which adds to <see cref="MinRtt"/>.</summary>
    public TimeSpan CrossDelay { get; set; }

    /// <summary>The round-trip time of a packet when the link has nothing of this connection in its queue.</summary>
    public TimeSpan BaseRtt => MinRtt + CrossDelay;

    /// <summary>
    /// How much longer the round trip to the client is than that of the kernel, whose connection ends at a proxy or a tunnel's end. Zero if
    /// it does not, or before the client has answered.
    /// </summary>
    public TimeSpan ProxyDelay => IsProxyBounded && IsAnswerLate ? Answers.Shortest - MinRtt : TimeSpan.Zero;

    /// <summary>Whether the client answers so late that it is behind a proxy, or was busy.</summary>
    public bool IsAnswerLate => IsKnown && Answers.Shortest - MinRtt > LongestAnswer;

    /// <summary>The client's answers to questions.</summary>
    public AnswerEstimator Answers { get; } = new();

    /// <summary>
    /// Whether the client's acknowledgements bound what waits behind a proxy. Else nothing may wait there: what the client takes longer for
    /// is late.
    /// </summary>
    public bool IsProxyBounded { get; set; }

    /// <summary>The same as <see cref="BaseRtt"/> to the client's program.</summary>
    public TimeSpan ProgramRtt => BaseRtt + ProxyDelay;

    /// <inheritdoc cref="TcpSnapshot.Segment"/>
    public int Segment => _last.Segment;

    /// <inheritdoc cref="TcpSnapshot.BurstAllowance"/>
    public int BurstAllowance => _last.BurstAllowance;

    /// <summary>Bytes that are not acknowledged; 0 if a receiver may delay their acknowledgement (RFC 1122: up to two packets).</summary>
    public long BytesInFlight => _last.BytesInFlight <= (_last.Unsent == 0 ? 2 * _last.Segment : BurstAllowance) ? 0 : _last.BytesInFlight;

    /// <summary>
    /// Whether the client had no room to receive for most of the busy time between the last two samples, and for longer than its kernel
    /// needs to say that it has room again.
    /// </summary>
    public bool IsReceiverLimited { get; private set; }

    /// <summary>The number of frames that were sent and are not known to have arrived.</summary>
    public int FramesInFlight => _inFlight.Count;

    /// <summary>When the oldest frame in flight was sent; null if none is in flight.</summary>
    public TimeSpan? OldestSentAt => _inFlight.TryPeek(out var oldest) ? oldest.Frame.SentAt : null;

    /// <inheritdoc cref="TcpRateEstimator.IsLimit"/>
    public bool IsRateLimit(TimeSpan now) => _rate.IsLimit(now);

    /// <summary>
    /// The queueing delay that is no sign of a queue: two round trips while TCP is in slow start or repairs a loss, at most 300 ms.
    /// </summary>
    public TimeSpan DelayTolerance(TimeSpan now) =>
        IsInSlowStart(now) || now - _lostAt < MinRtt * 2 ? Min(MinRtt * 2, LargestTolerance) : TimeSpan.Zero;

    /// <summary>Whether TCP still doubles its window with each round trip. It ends after ten of them: BBR never reports its end.</summary>
    public bool IsInSlowStart(TimeSpan now) => _last.InSlowStart && now - _startedAt < MinRtt * 10;

    /// <summary>Whether a sample after a time still found a frame in flight.</summary>
    public bool WasInFlight(SentFrame frame, TimeSpan since) => IsKnown && _sampledAt >= since && OldestSentAt <= frame.SentAt;

    /// <inheritdoc cref="TcpRateEstimator.Set"/>
    public void SetRate(double bytesPerSecond, TimeSpan now) => _rate.Set(bytesPerSecond, now);

    /// <summary>
    /// The client has answered for a frame. The way is no longer than that, less the time of the frame's bytes; a slow program takes its
    /// time, too.
    /// </summary>
    public void OnAnswered(SentFrame frame, TimeSpan roundTrip)
    {
        // A rate that is measured too low would make the way too short, and nothing would make it longer again.
        if (!IsReceiverLimited)
            Answers.OnAnswered(roundTrip - TimeSpan.FromSeconds(frame.Bytes / BestRate));
    }

    /// <summary>A frame is passed to the socket.</summary>
    public void OnSending(SentFrame frame)
    {
        if (IsKnown && BytesInFlight == 0)
            _rate.OnBusy();
        _written += frame.Bytes;
        _sentSinceSample++;
        // Without TCP_INFO no frame is ever known to have arrived.
        if (_inFlight.Count == AckEstimator.MaxInFlight)
            _inFlight.Dequeue();
        _inFlight.Enqueue((frame, _written));
    }

    /// <summary>
    /// No frames are sent for now. What passes until the next sample is texts, with a pause after each, and measures nothing.
    /// </summary>
    public void OnPaused()
    {
        _hasPaused = true;
        _rate.Discard();
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">The kernel's statistics.</param>
    /// <param name="isProgramSlow">Whether the client's program is slow, so that the sample does not measure the link's rate.</param>
    /// <param name="now">When it was taken.</param>
    /// <param name="delivery">The last frame that arrived since the sample before.</param>
    /// <returns>Whether one has.</returns>
    public bool TryObserve(TcpSnapshot sample, bool isProgramSlow, TimeSpan now, out Delivery delivery)
    {
        TcpSnapshot before = _last;
        TimeSpan busy = sample.Busy - before.Busy, limited = sample.ReceiverLimited - before.ReceiverLimited;
        TimeSpan sinceSample = now - _sampledAt;
        int sent = Math.Max(1, _sentSinceSample);
        bool isFirst = !IsKnown || _hasPaused;
        if (!IsKnown)
            _startedAt = now;
        (_last, IsKnown, _sampledAt, _sentSinceSample, _hasPaused) = (sample, true, now, 0, false);
        if (sample.Retransmitted > before.Retransmitted)
            _lostAt = now;
        if (busy > TimeSpan.Zero && !isFirst)
            IsReceiverLimited = limited > busy / 2 && limited > (2 * sent * sample.MinRtt) + ShortStall;
        bool isAckDelayed = IsAckDelayed(sample.Acknowledged - before.Acknowledged, busy, sent);
        // What the client does not read says nothing about the link.
        if (!isFirst && !isProgramSlow && !isAckDelayed)
        {
            TimeSpan counted = IsReceiverLimited ? busy - limited : busy;
            _rate.Add(sample.Acknowledged - before.Acknowledged, counted, sample, BaseRtt, IsInSlowStart(now), now);
        }

        delivery = default;
        if (DequeueArrived() is not { } arrived || isFirst)
            return false;
        delivery = Deliver(arrived, isAckDelayed ? MinRtt : TravelTime(now - arrived.SentAt, sinceSample, busy, sent));
        return true;
    }

    /// <summary>
    /// Whether what was acknowledged is so few packets, and took so long, that the client's kernel waited before it acknowledged them. It
    /// does that while its program reads nothing. On loopback a packet can be a whole frame.
    /// </summary>
    private bool IsAckDelayed(long acknowledged, TimeSpan busy, int sent) =>
        BytesInFlight == 0 && acknowledged <= 2L * sent * _last.Segment && busy >= sent * DelayedAck && busy <= 2 * sent * DelayedAck;

    private SentFrame? DequeueArrived()
    {
        SentFrame? arrived = null;
        while (_inFlight.TryPeek(out var oldest) && oldest.End <= _written - BytesInFlight)
            arrived = _inFlight.Dequeue().Frame;
        return arrived;
    }

    /// <summary>The time from sending a frame to its acknowledgement, some time between the last two samples.</summary>
    private TimeSpan TravelTime(TimeSpan sinceSent, TimeSpan sinceSample, TimeSpan busy, int sent)
    {
        // If nothing is in flight, the connection was busy until the acknowledgement: since the sample before or, if the frame was sent
        // later, since then. Of several frames each took its share of the busy time.
        TimeSpan before = sinceSent > sinceSample ? sinceSent - sinceSample : TimeSpan.Zero;
        if (BytesInFlight == 0 && busy < sinceSent - before)
            return before + (busy / sent);
        // Else the middle of the interval is the best guess.
        return sinceSent - (Min(sinceSample, sinceSent) / 2);
    }

    private Delivery Deliver(SentFrame frame, TimeSpan travelTime)
    {
        TimeSpan roundTrip = travelTime > MinRtt ? travelTime : MinRtt;
        TimeSpan delay = roundTrip > BaseRtt ? roundTrip - BaseRtt : TimeSpan.Zero;
        return new Delivery(frame.SentAt, frame.Bytes, delay, roundTrip, frame.SentAt - frame.CapturedAt + roundTrip - (MinRtt / 2));
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
