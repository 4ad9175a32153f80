namespace VideoStream.Relay;

/// <summary>
/// How the frames of all variants of one link arrived lately: a period of some frames, in which the link carried nothing else. Times are
/// the caller's.
/// </summary>
internal sealed class ArrivalPeriod
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250), ShortestForRate = TimeSpan.FromMilliseconds(80);

    /// <summary>A period is longer where fewer come: one late frame shows no queue.</summary>
    private const int Fewest = 3;

    /// <summary>After a pause nothing is known of the time between.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A still picture comes once a second, beside others that move.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Dictionary<object, Arrivals> _byReceiver = [];
    private TimeSpan _start, _last = TimeSpan.MinValue / 2;
    private int _frames;

    /// <summary>When it began.</summary>
    public TimeSpan Start => _start;

    /// <summary>How long each frame waited at least.</summary>
    public TimeSpan LeastWait { get; private set; }

    /// <summary>Whether it is long enough to judge by.</summary>
    public bool IsWhole => _last - _start >= Shortest && _frames >= Fewest;

    /// <summary>Whether it is long enough to tell what was carried.</summary>
    public bool IsMeasurable => _last - _start >= ShortestForRate;

    /// <summary>The bytes a second of each variant, smallest first; none if the period is too short to tell.</summary>
    public double[] Rates => !IsMeasurable
        ? []
        : [.. _byReceiver.Values.Select(arrivals => arrivals.Bytes / (_last - _start).TotalSeconds).Where(rate => rate > 0).Order()];

    /// <summary>Begins a new period.</summary>
    public void Begin(TimeSpan now)
    {
        (_start, _frames, LeastWait) = (now, 0, TimeSpan.MaxValue);
        foreach (object receiver in _byReceiver.Keys)
            _byReceiver[receiver] = _byReceiver[receiver] with { Bytes = 0 };
    }

    /// <summary>A frame has arrived.</summary>
    /// <param name="receiver">What received it: one for each time that a variant is asked for.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="wait">How long it waited for others.</param>
    /// <param name="now">The time.</param>
    public void Add(object receiver, int bytes, TimeSpan wait, TimeSpan now)
    {
        bool isKnown = _byReceiver.TryGetValue(receiver, out Arrivals before) && now - before.Last <= Kept;
        // Frames that nobody wants any more may have come between the last one and the first of another variant.
        bool isContinued = isKnown && now - _last <= Pause;
        _last = now;
        _byReceiver[receiver] = new(isContinued ? before.Bytes + bytes : 0, now);
        if (!isContinued)
        {
            Forget(now);
            Begin(now);
            return;
        }

        _frames++;
        LeastWait = wait < LeastWait ? wait : LeastWait;
    }

    private void Forget(TimeSpan now)
    {
        foreach (object receiver in _byReceiver.Keys)
        {
            if (now - _byReceiver[receiver].Last > Kept)
                _byReceiver.Remove(receiver);
        }
    }

    /// <param name="Bytes">Since the period began.</param>
    /// <param name="Last">When the last frame arrived.</param>
    private readonly record struct Arrivals(long Bytes, TimeSpan Last);
}
