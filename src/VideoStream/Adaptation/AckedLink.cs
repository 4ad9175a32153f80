namespace VideoStream.Adaptation;

/// <summary>
/// What a viewer's acknowledgements tell of the way to it, with its own slowness in it. The distance is the shortest round trip seen
/// lately less what the picture's bytes took, and only what is over it is delay, as in LEDBAT (RFC 6817) and BBR
/// (draft-ietf-ccwg-bbr). Acknowledging a picture acknowledges those before. No clock: times are those of the caller.
/// </summary>
internal sealed class AckedLink
{
    /// <summary>More than this are never on their way; the oldest of them would be forgotten.</summary>
    private const int Remembered = 256;

    /// <summary>What a viewer takes to draw belongs to the distance, but no more than this where the kernel tells how long the way is: the rest is slow.</summary>
    private static readonly TimeSpan Drawing = TimeSpan.FromMilliseconds(20);

    private readonly Queue<SentPicture> _onTheWay = new();
    private readonly RecentMinimum _distance = new();
    private readonly ServiceRate _rate = new();
    private TimeSpan _acknowledgedAt = TimeSpan.MinValue;
    private TimeSpan _measuredAt = TimeSpan.MinValue;
    private int _covered = 1;

    /// <summary>Bytes a second that it takes; infinite while nothing is known.</summary>
    public double Rate => _rate.BytesPerSecond;

    public bool IsRateKnown => _rate.IsKnown;

    /// <summary>Whether the rate was seen lately.</summary>
    public bool IsRateRecent(TimeSpan now) => _measuredAt != TimeSpan.MinValue && now - _measuredAt < TcpLink.Lately;

    /// <summary>The round trip of a picture without bytes.</summary>
    public TimeSpan Distance => _distance.Value;

    public int Pictures => _onTheWay.Count;

    public long Bytes { get; private set; }

    /// <summary>When the picture was sent that has been on its way for longest; null if none is.</summary>
    public TimeSpan? OldestSentAt => _onTheWay.TryPeek(out SentPicture oldest) ? oldest.SentAt : null;

    /// <summary>How many pictures one acknowledgement covered of late: 1, but for viewers that acknowledge only every n-th.</summary>
    public int Stride { get; private set; } = 1;

    public void Sent(SentPicture picture)
    {
        if (_onTheWay.Count == Remembered)
            Bytes -= _onTheWay.Dequeue().Bytes;
        _onTheWay.Enqueue(picture);
        Bytes += picture.Bytes;
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
        int count = 0;
        do
        {
            last = _onTheWay.Dequeue();
            covered += last.Bytes;
            count++;
        }
        while (last.Number != number);
        Bytes -= covered;
        (_covered, Stride) = (count, Math.Max(count, _covered));

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

    /// <summary>Nothing that was sent will be acknowledged any more.</summary>
    public void Forget()
    {
        _onTheWay.Clear();
        Bytes = 0;
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
