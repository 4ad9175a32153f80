using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>
/// Chooses what a viewer is sent: observations in, a rung of its ladder out. No clock and no socket; times and bytes are those of the caller.
/// <para>
/// Down at once: when frames arrive late, or had to wait because too much was on its way, it takes the best rung that fills three quarters
/// of what the link was seen to carry. Only what was sent after the last change counts. Up with care: after a time without either, and only to
/// what fits by what the link was seen to carry. A climb that had to be taken back multiplies the time until the next.
/// </para>
/// </summary>
internal sealed class RenditionSelector(AdaptiveOptions options)
{
    /// <summary>Shares of what a link carries that the rendition may fill: on the way down, on the way up, and on the way back to what it carried before.</summary>
    private const double FillDown = 0.75, FillUp = 0.7, FillBack = 0.85;

    /// <summary>
    /// A climb multiplies the bytes a second by no more than this: what is known of a link was learnt from smaller frames. Less if nothing is known.
    /// </summary>
    private const double LargestUpgrade = 3, LargestProbe = 1.35;

    /// <summary>More than this share of the time waiting to be allowed to send means that the link is full.</summary>
    private const double LargestBlockedShare = 0.12;

    private const int LateFramesInARow = 2, ManyFrames = 15, ClearlyQuicker = 2;

    /// <summary>A viewer's first seconds, in which what is learnt is still rough, and changes may follow each other.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(150), QuickDelay = TimeSpan.FromSeconds(1),
        SteadyDelay = TimeSpan.FromSeconds(5), FasterDelay = TimeSpan.FromSeconds(10), LongestDelay = TimeSpan.FromSeconds(40);

    private TimeSpan _startedAt;
    private TimeSpan _changedAt;
    private TimeSpan _upgradeDelay = FirstDelay;
    private TimeSpan _delayAfterDowngrade = SteadyDelay;
    private int _before;
    private bool _upgraded;
    private bool _downgraded;
    private int _late;
    private int _delivered;
    private int _notEarly;
    private int _quickInARow;
    private double _blockedShare;

    /// <summary>The rung that was chosen last.</summary>
    public int Rung { get; private set; }

    /// <summary>Whether frames wait because too much is on its way.</summary>
    public bool IsWindowLimited => _blockedShare > LargestBlockedShare;

    /// <summary>Whether it ever had to go down.</summary>
    public bool HasDowngraded => _downgraded;

    /// <summary>Whether nearly all that arrived since the last change was early.</summary>
    public bool IsUncongested => _notEarly * 20 <= _delivered;

    /// <summary>
    /// Whether all that arrived of late took less than half as long as it should have: the link may have become faster, or small frames slip through
    /// a shaper's bucket.
    /// </summary>
    private bool IsFasterThanMeasured => _quickInARow >= ManyFrames;

    /// <summary>Begins with a viewer of whom nothing is known.</summary>
    /// <param name="rung">What to send first.</param>
    /// <param name="now">The time.</param>
    public void Start(int rung, TimeSpan now)
    {
        (Rung, _startedAt, _changedAt) = (rung, now, now);
        (_upgradeDelay, _delayAfterDowngrade, _upgraded, _downgraded, _before) = (FirstDelay, SteadyDelay, false, false, rung);
        Forget();
    }

    /// <summary>Goes on with another ladder, at the best rung that asks no more of the link than what was sent before, or with that same one.</summary>
    public void Continue(RenditionLadder ladder, Rendition before, Func<Rendition, double> demand, TimeSpan now)
    {
        double bytesPerSecond = demand(before);
        // By name too: an encoder may just have found out that it takes more than was thought.
        Rung = Rung == 0 ? 0 : Best(ladder, 0, bytesPerSecond, rendition => rendition == before ? 0 : demand(rendition));
        _before = Rung;
        _changedAt = now;
        Forget();
    }

    /// <summary>A frame has arrived.</summary>
    /// <param name="delivery">When it was sent, and how late it is.</param>
    /// <param name="tolerance">What it may be later than else, for reasons that are no queue.</param>
    /// <param name="expected">How late it should have been, by what the link was seen to carry.</param>
    public void Delivered(Delivery delivery, TimeSpan tolerance, TimeSpan expected)
    {
        if (delivery.SentAt < _changedAt)
            return;
        _delivered++;
        double delayMs = (delivery.Delay - tolerance).TotalMilliseconds;
        _late = delayMs > Math.Min(options.SlowAckMs, options.TargetDelay) ? _late + 1 : 0;
        // One that is twice too late says as much as two.
        if (delayMs > 2 * options.TargetDelay)
            _late = LateFramesInARow;
        if (delayMs >= options.FastAckMs)
            _notEarly++;
        _quickInARow = delivery.Delay * ClearlyQuicker <= expected ? _quickInARow + 1 : 0;
    }

    /// <summary>A frame is sent, some time after the one before.</summary>
    /// <param name="since">The time since the one before.</param>
    /// <param name="blocked">For how much of it a frame could have been sent, but for what was on its way.</param>
    public void Sent(TimeSpan since, TimeSpan blocked)
    {
        // What was sent before the last change has to get out of the way first.
        if (_delivered == 0)
            return;
        double share = since > TimeSpan.Zero ? Math.Clamp(blocked / since, 0, 1) : 0;
        _blockedShare += (share - _blockedShare) / 8;
    }

    /// <summary>Chooses what to send next.</summary>
    /// <param name="ladder">What there is to choose from.</param>
    /// <param name="carries">Bytes a second that the link carries at least, and that it may carry; infinite if nothing speaks against it.</param>
    /// <param name="demand">Bytes a second that a rendition needs.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether <see cref="Rung"/> changed.</returns>
    public bool Choose(RenditionLadder ladder, (double Least, double Most) carries, Func<Rendition, double> demand, TimeSpan now)
    {
        if (_late >= LateFramesInARow || IsWindowLimited)
            return Downgrade(ladder, carries.Least, demand, now);
        int ceiling = _downgraded ? ladder.Ceiling : 0;
        if (Rung <= ceiling || _delivered == 0 || now - _changedAt < UpgradeDelay(carries.Most, demand(ladder[Rung])))
            return false;
        return Upgrade(ladder, ceiling, carries.Most, demand, now);
    }

    /// <summary>
    /// The time from a change to the next climb. It is short if frames were early since, and there is room for twice as much now, which at a steady
    /// rate there never is; after a climb also if the next only leads back to what the link carried before it fell.
    /// </summary>
    private TimeSpan UpgradeDelay(double carries, double demand)
    {
        bool isClear = _delivered >= ManyFrames && IsUncongested && double.IsFinite(carries) && carries * FillUp >= 2 * demand;
        if (!_upgraded)
            return isClear ? Min(_upgradeDelay, QuickDelay) : IsFasterThanMeasured ? Min(_upgradeDelay, FasterDelay) : _upgradeDelay;
        if (!IsUncongested)
            return SteadyDelay;
        bool isUnknown = double.IsInfinity(carries) && _delayAfterDowngrade == SteadyDelay;
        return isClear || isUnknown || Rung > _before ? Min(_upgradeDelay, QuickDelay) : _upgradeDelay;
    }

    private bool Downgrade(RenditionLadder ladder, double carries, Func<Rendition, double> demand, TimeSpan now)
    {
        // A single frame takes as long however few there are: where only the rate is left to give way, being late says nothing of that.
        if (Rung >= ladder.Smallest && !IsWindowLimited && demand(ladder[Rung]) <= carries * FillDown)
        {
            _late = 0;
            return false;
        }

        // If it isn't known what the link carries: less than what it was given.
        double fits = Math.Min(carries, demand(ladder[Rung])) * FillDown;
        int rung = Best(ladder, Rung, fits, demand);
        TimeSpan lasted = now - _changedAt;
        if (lasted >= SteadyDelay)
            _before = Rung;
        if (_upgraded && _downgraded && lasted < SteadyDelay)
            _delayAfterDowngrade = TimeSpan.FromTicks(Math.Min(_delayAfterDowngrade.Ticks * (rung > ladder.Smallest ? 2 : 4), LongestDelay.Ticks));
        else if (lasted >= 4 * SteadyDelay)
            _delayAfterDowngrade = SteadyDelay;
        (_upgradeDelay, _upgraded, _downgraded) = (now - _startedAt < Beginning ? QuickDelay : _delayAfterDowngrade, false, true);
        return Change(rung, now);
    }

    private bool Upgrade(RenditionLadder ladder, int ceiling, double carries, Func<Rendition, double> demand, TimeSpan now)
    {
        Rendition current = ladder[Rung];
        double largest = _downgraded && double.IsInfinity(carries) ? LargestProbe : LargestUpgrade;
        double fill = Rung > _before ? FillBack : FillUp;
        double fits = Math.Min(carries * fill, demand(current) * largest);
        int rung = Best(ladder, ceiling, fits, demand);
        // Jitter makes a link look slower than it is. Where frames were early for long there is more to be had, whatever was measured.
        if (rung >= Rung && IsUncongested && now - _changedAt >= SteadyDelay)
            rung = Rung - 1;
        if (rung >= Rung || IsTooSmall(current, ladder[rung], rung == ceiling))
            return false;
        // As far as it goes by what is known: more is worth a look soon only if it was the largest climb that kept it from more.
        bool more = Best(ladder, ceiling, carries * fill, demand) < rung;
        (_upgradeDelay, _upgraded) = (!_downgraded ? FirstDelay : more ? QuickDelay : SteadyDelay, true);
        return Change(rung, now);
    }

    private bool IsTooSmall(Rendition from, Rendition to, bool isLast) =>
        !isLast && from.MaxSize == to.MaxSize && from.Rate == to.Rate && to.Encoding.Quality - from.Encoding.Quality < options.IncreaseStep;

    private static int Best(RenditionLadder ladder, int from, double bytesPerSecond, Func<Rendition, double> demand)
    {
        for (int rung = from; rung < ladder.Count; rung++)
        {
            if (demand(ladder[rung]) <= bytesPerSecond)
                return rung;
        }

        return ladder.Count - 1;
    }

    private bool Change(int rung, TimeSpan now)
    {
        bool changed = rung != Rung;
        (Rung, _changedAt) = (rung, now);
        Forget();
        return changed;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void Forget()
    {
        (_late, _delivered, _notEarly, _quickInARow, _blockedShare) = (0, 0, 0, 0, 0);
    }
}
