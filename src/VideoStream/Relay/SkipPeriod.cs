namespace VideoStream.Relay;

/// <summary>
/// How the frames of all variants of one link arrived since the service began to say that it skips some
/// (<see cref="FrameEnvelope.FollowsSkipped"/>). Times are the caller's.
/// </summary>
internal sealed class SkipPeriod
{
    /// <summary>
    /// If it says so this often in such a time, its link is too thin. A link that stands still for a moment makes it say so once for each
    /// variant, all at about the same time.
    /// </summary>
    private const int Many = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3), Moment = TimeSpan.FromMilliseconds(200);

    /// <summary>How soon it says so again while its link is full, and how long it takes to tell what that carries.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMilliseconds(500), Shortest = TimeSpan.FromMilliseconds(500);

    private readonly ArrivalPeriod _arrivals = new();
    private TimeSpan _start, _last;
    private int _times;

    /// <inheritdoc cref="ArrivalPeriod.Rates"/>
    public double[] Rates => _arrivals.Rates;

    /// <summary>A frame has arrived.</summary>
    /// <param name="receiver">What received it.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="followsSkipped">Whether frames before it were skipped.</param>
    /// <param name="now">The time.</param>
    public void Add(object receiver, int bytes, bool followsSkipped, TimeSpan now)
    {
        _arrivals.Add(receiver, bytes, TimeSpan.Zero, now);
        if (!followsSkipped)
            return;
        if (_times == 0 || now - _start > Longest)
        {
            (_start, _last, _times) = (now, now, 1);
            _arrivals.Begin(now);
        }
        else if (now - _last >= Moment)
        {
            (_last, _times) = (now, _times + 1);
        }
    }

    /// <summary>Whether the link of the service carries less than is asked for.</summary>
    public bool IsLinkFull(TimeSpan now) => _times >= Many && now - _last < Lately && now - _arrivals.Start >= Shortest;

    /// <summary>Less is asked for from now on.</summary>
    public void Clear() => _times = 0;
}
