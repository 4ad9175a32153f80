using VideoStream.Encoding;

namespace VideoStream.Relay;

/// <summary>
/// Finds out what the link from a service by way of a NATS server carries, by when published frames arrive. If all frames of a quarter of
/// a second come late, there is a queue. If the service says again and again that it has skipped frames, its own connection is full. Then
/// variants get three quarters of the bytes a second that arrived. They get half as much again whenever there was neither for some seconds.
/// A raise that had to be taken back doubles the time to the next one, until more has arrived in time than the link carried then.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class UpstreamLink(TimeProvider time)
{
    /// <summary>The share of the link to fill, and the factor of a raise.</summary>
    private const double Fill = 0.75, Raise = 1.5;

    /// <summary>A link is faster than before if so much more than it carried then comes in time, for so many periods in a row.</summary>
    private const double FasterFactor = 1.2;
    private const int FasterPeriods = 4;

    /// <summary>A link is slower than before if it carries less than this share of what was allowed before the last raise.</summary>
    private const double SlowerFactor = 0.4;

    /// <summary>A link of 10 Gbit/s. What would carry more has no limit.</summary>
    private const double Largest = 1.25e9;

    /// <summary>How long a frame waits where there surely is no queue.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// What waits longer is not waited for: when variants are reduced, since all that waits was sent for the larger ones, and in any case.
    /// </summary>
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(200), LongestQueue = TimeSpan.FromMilliseconds(500);

    /// <summary>The time from a reduction to the next. What came before has arrived then, and the first of the new variants.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1.5);

    /// <summary>How soon after a raise there is a queue, if the link did not carry it: viewers follow after five seconds at most.</summary>
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    /// <summary>The time to the next raise: while the link proves to be faster, at first, and where each raise is too much.</summary>
    private static readonly TimeSpan QuickRaise = TimeSpan.FromSeconds(1), FirstRaise = TimeSpan.FromSeconds(3),
        LastRaise = TimeSpan.FromSeconds(24);

    /// <summary>How long a frame that came in time shows that there is no queue.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(0.5);

    /// <summary>A link that nobody has used for so long may carry another rate now.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A queue is no queue after so many reductions that it did not shrink by: the way may have become longer, or what stands in it is not
    /// ours. It shrinks only if variants obey.
    /// </summary>
    private const int MostInVain = 4;
    private const double Obeyed = 1.1;

    private static readonly TimeSpan Never = TimeSpan.MinValue / 2;

    private readonly Lock _gate = new();
    private readonly QueueDelay _queue = new();
    private readonly ArrivalPeriod _period = new();
    private readonly SkipPeriod _skips = new();

    private TimeSpan _waitedAtReduction = TimeSpan.MaxValue;
    private int _inVain;

    private TimeSpan _clearSince, _raiseAfter = FirstRaise, _reducedAt = Never, _raisedAt = Never, _inTimeAt = Never;
    private TimeSpan _takenBackAt = Never, _askedAt = Never;
    private double _maxRate = double.PositiveInfinity;

    /// <summary>Bytes a second of a variant: what was carried at the last reduction, and what was allowed before the last raise.</summary>
    private double _carried = double.PositiveInfinity, _beforeRaise;

    /// <summary>Bytes a second of all variants together, as far as is known.</summary>
    private double _linkRate = double.PositiveInfinity;
    private int _fasterPeriods;

    /// <inheritdoc cref="IUpstreamLink.MaxRate"/>
    public double MaxRate => Volatile.Read(ref _maxRate);

    /// <summary>Whether a frame came lately that had not waited. For any thread.</summary>
    public bool IsInTime
    {
        get
        {
            lock (_gate)
                return time.GetElapsedTime(0) - _inTimeAt < Lately;
        }
    }

    /// <summary>A frame has arrived. For any thread.</summary>
    /// <param name="receiver">What received it: one for each time that a variant is asked for.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="delay">The time since it was published. What is the same for all does not count, as an error of the clock.</param>
    /// <param name="followsSkipped">See <see cref="FrameEnvelope.FollowsSkipped"/>.</param>
    /// <returns>Whether so much waits that a new connection, which begins with new frames, is better.</returns>
    public bool OnFrame(object receiver, int bytes, TimeSpan delay, bool followsSkipped)
    {
        TimeSpan now = time.GetElapsedTime(0);
        lock (_gate)
        {
            _queue.Add(delay, ownTime: TimeSpan.FromSeconds(bytes / _linkRate), now);
            if (_queue.Wait < Early)
                _inTimeAt = now;
            _period.Add(receiver, bytes, _queue.Wait, now);
            bool isExcused = _queue.IsExcused(now);
            if (isExcused)
                _period.Begin(now);
            _skips.Add(receiver, bytes, followsSkipped && now - _reducedAt >= Settling, now);
            bool isTooLong = !isExcused && _queue.WaitSinceConnecting > LongestQueue;
            bool isReduced = !isExcused && (_period.IsWhole || (isTooLong && _period.IsMeasurable)) && EndPeriod(isTooLong, now);
            return isTooLong || (isReduced && _queue.WaitSinceConnecting > LongQueue);
        }
    }

    /// <summary>A variant is asked for. If none was for long, the link has no limit again. For any thread.</summary>
    public void OnAsking()
    {
        lock (_gate)
        {
            TimeSpan now = time.GetElapsedTime(0), asked = _askedAt;
            _askedAt = now;
            if (now - asked < Idle || now - _queue.ArrivedAt < Idle)
                return;
            (_carried, _linkRate, _raiseAfter) = (double.PositiveInfinity, double.PositiveInfinity, FirstRaise);
            Volatile.Write(ref _maxRate, double.PositiveInfinity);
        }
    }

    /// <summary>A new connection is made, as <see cref="OnFrame"/> asked. What still waits after it waits before the server.</summary>
    public void OnConnecting()
    {
        lock (_gate)
            _queue.OnConnecting();
    }

    /// <summary>A clock was set: frames seem to take another time.</summary>
    public void OnClockSet()
    {
        lock (_gate)
            Forget();
    }

    private void Forget()
    {
        _queue.Forget();
        (_waitedAtReduction, _inVain) = (TimeSpan.MaxValue, 0);
    }

    /// <returns>Whether variants get less from now on because of what waits at the server.</returns>
    private bool EndPeriod(bool isTooLong, TimeSpan now)
    {
        bool isSkipping = _skips.IsLinkFull(now);
        if (_period.LeastWait > Early || isSkipping)
            _clearSince = now;
        bool isLate = isTooLong || _period.LeastWait > QueueDelay.Late;
        if (!isLate)
            (_waitedAtReduction, _inVain) = (TimeSpan.MaxValue, 0);
        if (IsFaster(isLate || isSkipping))
            (_carried, _raiseAfter) = (double.PositiveInfinity, QuickRaise);
        if (!isLate && double.IsFinite(_linkRate))
            _linkRate = Math.Max(_linkRate, _period.Rates.Sum());
        bool isReduced = now - _reducedAt >= Settling
            && (isSkipping ? TryReduce(_skips.Rates, now) : isLate && !IsInVain() && TryReduce(_period.Rates, now));
        if (!isReduced && double.IsFinite(_maxRate) && now - _clearSince >= _raiseAfter)
            RaiseRate(now);
        _period.Begin(now);
        // What waits before the server does so after a new connection, too.
        return isReduced && !isSkipping;
    }

    /// <summary>Whether reductions do not help, so that what stands is no queue of ours.</summary>
    private bool IsInVain()
    {
        // While viewers take more than they may, it is ours.
        bool isObeyed = _period.Rates is [.., var largest] && largest <= _maxRate * Obeyed;
        _inVain = isObeyed && _period.LeastWait > _waitedAtReduction - Early ? _inVain + 1 : 0;
        _waitedAtReduction = _period.LeastWait;
        if (_inVain < MostInVain)
            return false;
        Forget();
        return true;
    }

    /// <summary>Whether more than the link carried before has come in time for long enough.</summary>
    private bool IsFaster(bool isFull)
    {
        bool isMore = !isFull && _period.Rates is [.., var largest] && largest > _carried * FasterFactor;
        _fasterPeriods = isMore ? _fasterPeriods + 1 : 0;
        return _fasterPeriods >= FasterPeriods;
    }

    private bool TryReduce(double[] rates, TimeSpan now)
    {
        if (rates.Length == 0)
            return false;
        double reduced = Math.Min(Share(rates, rates.Sum() * Fill), _maxRate);
        if (reduced < _maxRate)
            JudgeRaise(isSlower: reduced <= _beforeRaise * SlowerFactor, now);
        (_reducedAt, _clearSince) = (now, now);
        _skips.Clear();
        (_carried, _linkRate, _fasterPeriods) = (reduced / Fill, rates.Sum(), 0);
        Volatile.Write(ref _maxRate, reduced);
        return true;
    }

    private void JudgeRaise(bool isSlower, TimeSpan now)
    {
        if (now - _raisedAt < Trial && !isSlower)
        {
            _raiseAfter = _raiseAfter < FirstRaise ? FirstRaise : _raiseAfter < LastRaise ? _raiseAfter * 2 : LastRaise;
            // A second reduction says no more of it.
            (_raisedAt, _takenBackAt) = (Never, now);
        }
        else if (isSlower || now - _takenBackAt >= Trial)
        {
            _raiseAfter = FirstRaise;
        }
    }

    private void RaiseRate(TimeSpan now)
    {
        double raised = _maxRate * Raise;
        (_raisedAt, _clearSince, _beforeRaise) = (now, now, _maxRate);
        if (raised >= Largest)
            raised = _linkRate = double.PositiveInfinity;
        Volatile.Write(ref _maxRate, raised);
    }

    /// <summary>
    /// The largest rate that each may have so that all together have no more than is carried: small ones keep what they have.
    /// </summary>
    private static double Share(double[] sorted, double carried)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            double equal = carried / (sorted.Length - i);
            if (sorted[i] > equal)
                return equal;
            carried -= sorted[i];
        }

        return double.PositiveInfinity;
    }
}
