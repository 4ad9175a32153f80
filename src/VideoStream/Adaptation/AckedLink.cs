namespace VideoStream.Adaptation;

/// <summary>
/// What a viewer's acknowledgements tell of the way to it, with its own slowness in it. The distance is the shortest round trip seen
/// lately less what the picture's bytes took, and only what is over it is delay, as in LEDBAT (RFC 6817) and BBR
/// (draft-ietf-ccwg-bbr). Acknowledging a picture acknowledges those before. No clock: times are those of the caller.
/// </summary>
internal sealed class AckedLink
{
    /// <summary>The number of frames in flight of which a record is kept.</summary>
    public const int MaxInFlight = 256;

    /// <summary>What a viewer takes to draw belongs to the distance, but no more than this where the kernel tells how long the way is: the rest is slow.</summary>
    private static readonly TimeSpan Drawing = TimeSpan.FromMilliseconds(20);

    private readonly Queue<SentPicture> _onTheWay = new();
    private readonly RecentMinimum _distance = new();
    private readonly ServiceRate _rate = new();
    private TimeSpan _acknowledgedAt = TimeSpan.MinValue;
    private TimeSpan _measuredAt = TimeSpan.MinValue;

    /// <summary>Bytes a second that it takes; infinite while nothing is known.</summary>
    public double Rate => _rate.BytesPerSecond;

    /// <summary>Whether the rate was seen lately.</summary>
    public bool IsRateRecent(TimeSpan now) => _measuredAt != TimeSpan.MinValue && now - _measuredAt < TcpLink.Lately;

    /// <summary>The round trip of a picture without bytes.</summary>
    public TimeSpan Distance => _distance.Value;

    public int Pictures => _onTheWay.Count;

    /// <summary>The frame that was acknowledged last.</summary>
    public SentPicture Last { get; private set; }

    /// <summary>Since when an acknowledgement could come: the last one, or the first frame since; null if no frame is in flight.</summary>
    public TimeSpan? AwaitedSince => _onTheWay.TryPeek(out SentPicture oldest) ? Max(oldest.SentAt, _acknowledgedAt) : null;

    public void Sent(SentPicture picture)
    {
        if (_onTheWay.Count == MaxInFlight)
            _onTheWay.Dequeue();
        _onTheWay.Enqueue(picture);
    }

    /// <summary>A picture has arrived, and all that were sent before it.</summary>
    /// <param name="number">The picture's number.</param>
    /// <param name="now">When the acknowledgement came.</param>
    /// <param name="tcp">What the kernel knows of the connection.</param>
    /// <param name="delivery">What it tells.</param>
    /// <returns>False if it is not on its way.</returns>
    public bool TryAcknowledge(long number, TimeSpan now, TcpLink tcp, out Delivery delivery)
    {
        delivery = default;
        if (!IsOnTheWay(number))
            return false;
        SentPicture last;
        long covered = 0;
        do
        {
            last = _onTheWay.Dequeue();
            covered += last.Bytes;
        }
        while (last.Number != number);
        Last = last;

        TimeSpan roundTrip = now - last.SentAt;
        TimeSpan distance = Max(tcp.Distance, roundTrip - TimeSpan.FromSeconds(last.Bytes / tcp.Rate));
        _distance.Add(tcp.IsKnown && distance > tcp.Distance + Drawing ? tcp.Distance + Drawing : distance, now);
        TimeSpan alone = last.SentAt + Distance;
        // Either the link was idle when the picture reached it, or it was at work on the one before.
        bool wasIdle = alone >= _acknowledgedAt;
        int uncounted = wasIdle ? tcp.Uncounted : 0;
        if (covered >= 2 * uncounted)
        {
            _measuredAt = now;
            _rate.Add(covered - uncounted, now - (wasIdle ? alone : _acknowledgedAt));
        }

        _acknowledgedAt = now;
        delivery = new Delivery(
            last.SentAt, Delay: Max(TimeSpan.Zero, now - alone), roundTrip, Age: now - last.CapturedAt - (Distance / 2));
        return true;
    }

    /// <summary>Whether two frames in flight, or more, were sent until a time: the client does not acknowledge each.</summary>
    public bool HasTwoSentUntil(TimeSpan time)
    {
        int count = 0;
        foreach (SentPicture frame in _onTheWay)
        {
            if (frame.SentAt > time || ++count > 1)
                break;
        }

        return count > 1;
    }

    private bool IsOnTheWay(long number)
    {
        foreach (SentPicture picture in _onTheWay)
        {
            if (picture.Number == number)
                return true;
        }

        return false;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
