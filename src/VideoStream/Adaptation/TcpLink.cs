namespace VideoStream.Adaptation;

/// <summary>
/// What the kernel tells of the way to a viewer, whether that acknowledges pictures or not. The rate is what was acknowledged over the time
/// in which anything was outstanding, less the distance for each time that it began anew. The kernel's own estimate
/// (<c>tcpi_delivery_rate</c>) is of no use here: while pictures leave pauses it only ever rises. No clock: times are those of the caller.
/// </summary>
internal sealed class TcpLink
{
    private readonly Queue<(SentPicture Picture, long End)> _onTheWay = new();
    private readonly ServiceRate _rate = new();
    private TcpSnapshot _last;
    private long _written;
    private bool _seen;
    private int _begun;

    /// <summary>Whether the kernel has told anything.</summary>
    public bool IsKnown => _seen;

    /// <summary>Bytes a second that it carries while it is busy; infinite while nothing is known.</summary>
    public double Rate => _rate.BytesPerSecond;

    public bool IsRateKnown => _rate.IsKnown;

    public TimeSpan Distance => _last.ShortestRoundTrip;

    public TimeSpan RoundTrip => _last.RoundTrip;

    public bool InSlowStart => _last.InSlowStart;

    /// <summary>
    /// Bytes that may pass at once after a pause without telling anything of the rate: two packets, for a shaper's bucket and for a first packet
    /// that waits for nothing. Of a network, that is: on loopback they are larger, but nothing shapes them.
    /// </summary>
    public int Uncounted => 2 * Math.Min(_last.Segment, 1460);

    /// <summary>Bytes that are not acknowledged; 0 if that is no more than a receiver may hold back to acknowledge it together (RFC 1122).</summary>
    public long Outstanding => _last.Outstanding <= Uncounted ? 0 : _last.Outstanding;

    /// <summary>Whether it was the viewer that had no room, for most of the time since the look before.</summary>
    public bool IsReceiverLimited { get; private set; }

    /// <summary>When the picture was sent that has been on its way for longest; null if none is.</summary>
    public TimeSpan? OldestSentAt => _onTheWay.TryPeek(out var oldest) ? oldest.Picture.SentAt : null;

    /// <summary>A picture is given to the socket.</summary>
    public void Sent(SentPicture picture)
    {
        if (_seen && Outstanding == 0)
            _begun++;
        _written += picture.Bytes;
        _onTheWay.Enqueue((picture, _written));
    }

    /// <summary>Learns from a look at the connection.</summary>
    /// <param name="tcp">What the kernel says.</param>
    /// <param name="now">When it said so.</param>
    /// <param name="delivery">What it tells of the last picture that has arrived since the look before.</param>
    /// <returns>Whether one has.</returns>
    public bool TryObserve(TcpSnapshot tcp, TimeSpan now, out Delivery delivery)
    {
        delivery = default;
        long carried = tcp.Acknowledged - _last.Acknowledged;
        TimeSpan busy = tcp.Busy - _last.Busy, limited = tcp.ReceiverLimited - _last.ReceiverLimited;
        bool first = !_seen;
        (_last, _seen) = (tcp, true);
        if (busy > TimeSpan.Zero)
            IsReceiverLimited = limited > busy / 2;
        int begun = _begun;
        if (Outstanding == 0)
            _begun = 0;
        if (!first)
            AddRate(carried, busy, begun);

        SentPicture? arrived = null;
        while (_onTheWay.TryPeek(out var oldest) && oldest.End <= _written - Outstanding)
            arrived = _onTheWay.Dequeue().Picture;
        if (arrived is not { } last || first)
            return false;
        // It arrived at some time since the look before: if nothing is outstanding any more, when the connection ceased to be busy.
        TimeSpan took = Outstanding == 0 && begun > 0 && busy < now - last.SentAt ? busy : now - last.SentAt;
        TimeSpan delay = took > Distance ? took - Distance : TimeSpan.Zero;
        delivery = new Delivery(last.SentAt, delay, Distance + delay, last.SentAt - last.CapturedAt + delay + (Distance / 2));
        return true;
    }

    private void AddRate(long carried, TimeSpan busy, int begun)
    {
        long counted = carried - (begun * Uncounted);
        TimeSpan took = busy - (begun * Distance);
        if (counted > 0)
            _rate.Add(counted, took);
    }
}
