namespace VideoStream.Adaptation;

/// <summary>
/// What the kernel tells of the way to a viewer, whether that acknowledges frames or not. The rate is what was acknowledged over the time
/// in which anything was outstanding, less the distance for each time that it began anew. The kernel's own estimate
/// (<c>tcpi_delivery_rate</c>) is of no use here: while frames leave pauses it only ever rises. No clock: times are those of the caller.
/// </summary>
internal sealed class TcpEstimator
{
    /// <summary>Frames of a few packets tell nothing of the rate, nor does a link that isn't full; what was learnt before is forgotten after so long.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that the kernel may have and not have sent at all, when it takes more.</summary>
    public const int MostUnsent = 32 * 1024;

    /// <summary>The kernel counts the time that a connection is busy in ticks of so long.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(4);

    private const double LargestExcess = 1.25, ClearlyFaster = 1.5;

    private static readonly TimeSpan LargestTolerance = TimeSpan.FromMilliseconds(300);

    /// <summary>Jitter and late acknowledgements look like a queue of this.</summary>
    private static readonly TimeSpan Unclear = TimeSpan.FromMilliseconds(20);

    private readonly Queue<(SentFrame Frame, long End)> _inFlight = new();
    private readonly DeliveryRate _rate = new();
    private readonly DeliveryRate _throughput = new();
    private readonly WindowedMaximum _best = new();
    private TcpSnapshot _last;
    private long _written;
    private int _sentSinceSample;
    private bool _seen;
    private int _begun;
    private long _carried;
    private TimeSpan _busy;
    private Smoothed _smoothedInFlight;
    private TimeSpan _startedAt;
    private TimeSpan _sampledAt;
    private TimeSpan _lostAt = TimeSpan.MinValue / 2;
    private TimeSpan _fullAt = TimeSpan.MinValue;

    /// <summary>Whether the kernel has told anything.</summary>
    public bool IsKnown => _seen;

    /// <summary>Bytes a second that it carries while it is busy; infinite while nothing is known.</summary>
    public double Rate => _rate.BytesPerSecond;

    public bool IsRateKnown => _rate.IsKnown;

    /// <summary>The best that was seen of the rate lately, in bytes a second, but not much more than the rate itself: single samples lie.</summary>
    public double BestRate => Math.Clamp(_best.Value, Rate, Rate * LargestExcess);

    /// <summary>Whether the rate is all that it carries, as far as was seen lately, and not only all that was given to it.</summary>
    public bool IsRateLimit(TimeSpan now) => _fullAt != TimeSpan.MinValue && now - _fullAt < Lately;

    public TimeSpan MinRtt => _last.ShortestRoundTrip;

    /// <summary>
    /// What a frame may be later than else without there being a queue: two round trips while TCP is still doubling what it sends with each, or
    /// while it repairs a loss, but no more than three tenths of a second.
    /// </summary>
    public TimeSpan DelayTolerance(TimeSpan now) =>
        IsInSlowStart(now) || now - _lostAt < MinRtt * 2 ? Min(MinRtt * 2, LargestTolerance) : TimeSpan.Zero;

    /// <summary>
    /// Whether TCP hasn't found out yet how much it may send at once, which it doubles with each round trip. After ten of them it has, whatever it says:
    /// BBR never says that it ends.
    /// </summary>
    public bool IsInSlowStart(TimeSpan now) => _last.InSlowStart && now - _startedAt < MinRtt * 10;

    /// <summary>
    /// Bytes that may pass at once after a pause without telling anything of the rate: two packets, for a shaper's bucket and for a first packet
    /// that waits for nothing. Of a network, that is: on loopback they are larger, but nothing shapes them.
    /// </summary>
    public int BurstAllowance => 2 * Math.Min(_last.Segment, 1460);

    /// <summary>Bytes that are not acknowledged; 0 if that is no more than a receiver may hold back to acknowledge it together (RFC 1122).</summary>
    public long BytesInFlight => _last.BytesInFlight <= BurstAllowance ? 0 : _last.BytesInFlight;

    /// <summary>Whether it was the viewer that had no room, for most of the time since the look before.</summary>
    public bool IsReceiverLimited { get; private set; }

    /// <summary>When the frame was sent that has been on its way for longest; null if none is.</summary>
    public TimeSpan? OldestSentAt => _inFlight.TryPeek(out var oldest) ? oldest.Frame.SentAt : null;

    /// <summary>Whether a frame was still in flight when the kernel was last sampled, if it was sampled since a time.</summary>
    public bool WasInFlight(SentFrame frame, TimeSpan since) => _seen && _sampledAt >= since && OldestSentAt <= frame.SentAt;

    /// <summary>How many frames were sent and are not known to have arrived.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>A frame is given to the socket.</summary>
    public void Sent(SentFrame frame)
    {
        if (_seen && BytesInFlight == 0)
            _begun++;
        _written += frame.Bytes;
        _sentSinceSample++;
        // Without TCP_INFO none is ever known to have arrived.
        if (_inFlight.Count == AckEstimator.MaxInFlight)
            _inFlight.Dequeue();
        _inFlight.Enqueue((frame, _written));
    }

    /// <summary>Learns from a look at the connection.</summary>
    /// <param name="tcp">What the kernel says.</param>
    /// <param name="now">When it said so.</param>
    /// <param name="delivery">What it tells of the last frame that has arrived since the look before.</param>
    /// <returns>Whether one has.</returns>
    public bool TryObserve(TcpSnapshot tcp, TimeSpan now, out Delivery delivery)
    {
        delivery = default;
        TimeSpan busy = tcp.Busy - _last.Busy, limited = tcp.ReceiverLimited - _last.ReceiverLimited;
        bool first = !_seen;
        if (first)
            _startedAt = now;
        if (!first)
            (_carried, _busy) = (_carried + tcp.Acknowledged - _last.Acknowledged, _busy + busy);
        if (tcp.Retransmitted > _last.Retransmitted)
            _lostAt = now;
        TimeSpan sinceSample = now - _sampledAt;
        int sent = Math.Max(1, _sentSinceSample);
        (_last, _seen, _sampledAt, _sentSinceSample) = (tcp, true, now, 0);
        if (busy > TimeSpan.Zero)
            IsReceiverLimited = limited > busy / 2;
        Measure(now);

        SentFrame? arrived = null;
        while (_inFlight.TryPeek(out var oldest) && oldest.End <= _written - BytesInFlight)
            arrived = _inFlight.Dequeue().Frame;
        if (arrived is not { } last || first)
            return false;
        // It arrived at some time since the look before: if nothing is outstanding any more, when the connection ceased to be busy, which it was
        // since that look or, if it was idle then, since the frame was sent (if several were, each took its share of that); else in the middle, as far as one can tell.
        TimeSpan sinceSent = now - last.SentAt, halfway = Min(sinceSample, sinceSent) / 2;
        TimeSpan before = sinceSent > sinceSample ? sinceSent - sinceSample : TimeSpan.Zero;
        TimeSpan took = BytesInFlight == 0 && busy < sinceSent - before ? before + (busy / sent) : sinceSent - halfway;
        TimeSpan delay = took > MinRtt ? took - MinRtt : TimeSpan.Zero;
        delivery = new Delivery(last.SentAt, delay, MinRtt + delay, last.SentAt - last.CapturedAt + delay + (MinRtt / 2));
        return true;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>
    /// What has passed since the last measurement is one, if most of it could not have passed at once. Where it was never idle meanwhile, and no more is
    /// outstanding than the distance holds, it tells what was given to the link, and not what that would carry: no more than a lower bound, as
    /// BBR's samples are that are limited by the application.
    /// </summary>
    private void Measure(TimeSpan now)
    {
        long counted = _carried - (_begun * BurstAllowance);
        TimeSpan took = _busy - (_begun * MinRtt);
        TimeSpan most = (took > TimeSpan.Zero ? took : TimeSpan.Zero) + Tick;
        double least = counted / most.TotalSeconds;
        bool isEnough = counted > 0 && counted * 2 >= _carried;
        if (isEnough)
        {
            _throughput.Add(counted, took);
            _smoothedInFlight.Add(_last.BytesInFlight);
            bool isFull = !IsInSlowStart(now) && (_begun > 0 || IsQueueing);
            if (isFull || !_rate.IsKnown)
                _rate.Add(counted, took);
            else if (least > Rate)
                _rate.Add(counted, most);
            if (isFull)
                _fullAt = now;
            _best.Add(least, now);
        }
        else if (counted * 3 >= _carried && least > Rate * ClearlyFaster)
        {
            // Too small to measure, but it shows that a link that was slow isn't any more.
            _rate.Add(counted, most);
            _best.Add(least, now);
        }

        if (isEnough || _last.BytesInFlight == 0)
            (_carried, _busy, _begun) = (0, TimeSpan.Zero, 0);
    }

    /// <summary>What is outstanding, over what passes a second, is the time that each byte takes (Little's law): more than the distance is a queue.</summary>
    private bool IsQueueing => _smoothedInFlight.Value / _throughput.BytesPerSecond > ((MinRtt * 1.25) + Unclear).TotalSeconds;
}
