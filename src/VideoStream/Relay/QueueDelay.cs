using VideoStream.Adaptation;

namespace VideoStream.Relay;

/// <summary>
/// How long frames wait for others on their way from a service to a relay: their delay without the least one lately, and without the time
/// that their own bytes take. Times are the caller's.
/// </summary>
internal sealed class QueueDelay
{
    /// <summary>How long a frame waits where there is a queue.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A service whose own connection was lost sends first what that caught of each variant, however old. That says nothing of what comes
    /// after, so what is late just after a pause is excused. So is what a shorter pause alone made late: it waits nowhere any more.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), ShortPause = TimeSpan.FromSeconds(0.2),
        Excused = TimeSpan.FromSeconds(0.5);

    /// <summary>A pause is so much longer than the usual time between two frames, and not one of many.</summary>
    private const double Unusual = 3, NewGap = 0.1;
    private static readonly TimeSpan Rare = TimeSpan.FromSeconds(2);

    /// <summary>A queue is remembered as no queue only after it has stood so long: the way may have become longer.</summary>
    private static readonly TimeSpan BaseHalf = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Never = TimeSpan.MinValue / 2;

    private WindowedMinimum _base = new(BaseHalf);
    private TimeSpan _least = TimeSpan.MaxValue, _arrivedAt = Never, _excusedUntil = Never;
    private TimeSpan _usualGap;
    private bool _wasLate;

    /// <summary>When the last frame arrived.</summary>
    public TimeSpan ArrivedAt => _arrivedAt;

    /// <summary>How long the last frame waited.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>The same as far as it changed since the connection was made. The rest waits before the server.</summary>
    public TimeSpan WaitSinceConnecting { get; private set; }

    /// <summary>A frame has arrived.</summary>
    /// <param name="delay">The time since it was published. What is the same for all does not count, as an error of the clock.</param>
    /// <param name="ownTime">How long its own bytes take on the link.</param>
    /// <param name="now">The time.</param>
    public void Add(TimeSpan delay, TimeSpan ownTime, TimeSpan now)
    {
        _base.Add(delay, now);
        _least = delay < _least ? delay : _least;
        Wait = delay - ownTime - _base.Value;
        WaitSinceConnecting = delay - ownTime - _least;
        bool isLate = Wait > Late;
        TimeSpan pause = now - _arrivedAt;
        if (isLate && !_wasLate && (pause > Pause || (pause >= Wait && IsShortPause(pause, now))))
            _excusedUntil = now + Excused;
        if (pause <= Pause)
            _usualGap += (pause - _usualGap) * NewGap;
        (_wasLate, _arrivedAt) = (isLate, now);
    }

    /// <summary>Whether what is late now says nothing of the link.</summary>
    public bool IsExcused(TimeSpan now) => now < _excusedUntil;

    /// <summary>A new connection is made.</summary>
    public void OnConnecting() => _least = TimeSpan.MaxValue;

    /// <summary>Delays are others from now on.</summary>
    public void Forget()
    {
        (_base, _least) = (new WindowedMinimum(BaseHalf), TimeSpan.MaxValue);
        (_wasLate, _excusedUntil) = (false, Never);
    }

    private bool IsShortPause(TimeSpan pause, TimeSpan now) =>
        pause >= ShortPause && pause >= _usualGap * Unusual && now - _excusedUntil >= Rare;
}
