using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>
/// Chooses what a viewer is sent: observations in, a rung of its ladder out. No clock and no socket; times and bytes are those of the caller.
/// <para>
/// Down at once: when pictures arrive late, or had to wait because too much was on its way, it takes the best rung that fills three quarters
/// of what the link was seen to carry. Only what was sent after the last change counts. Up with care: after a time without either, and only to
/// what fits by what the link was seen to carry. A climb that had to be taken back multiplies the time until the next.
/// </para>
/// </summary>
internal sealed class AdaptationController(AdaptiveOptions options)
{
    /// <summary>Shares of what a link carries that the choice may fill: on the way down, on the way up, and on the way back to what it carried before.</summary>
    private const double FillDown = 0.75, FillUp = 0.7, FillBack = 0.85;

    /// <summary>
    /// A climb multiplies the bytes a second by no more than this: what is known of a link was learnt from smaller pictures. Less if nothing is known.
    /// </summary>
    private const double LargestClimb = 3, LargestProbe = 1.35;

    /// <summary>More than this share of the time waiting to be allowed to send means that the link is full.</summary>
    private const double LargestHeldShare = 0.12;

    private const int LatePicturesInARow = 2, ManyPictures = 15, ClearlyQuicker = 2;

    /// <summary>A viewer's first seconds, in which what is learnt is still rough, and changes may follow each other.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstHold = TimeSpan.FromMilliseconds(150), ClimbHold = TimeSpan.FromSeconds(1),
        SteadyHold = TimeSpan.FromSeconds(5), QuickHold = TimeSpan.FromSeconds(10), LongestHold = TimeSpan.FromSeconds(40);

    private TimeSpan _startedAt;
    private TimeSpan _changedAt;
    private TimeSpan _hold = FirstHold;
    private TimeSpan _afterFall = SteadyHold;
    private int _before;
    private bool _climbed;
    private bool _fallen;
    private int _late;
    private int _delivered;
    private int _notEarly;
    private int _quickInARow;
    private double _heldShare;

    /// <summary>The rung that was chosen last.</summary>
    public int Rung { get; private set; }

    /// <summary>Whether pictures wait because too much is on its way.</summary>
    public bool IsHeldBack => _heldShare > LargestHeldShare;

    /// <summary>Whether it ever had to go down.</summary>
    public bool HasFallen => _fallen;

    /// <summary>Whether nearly all that arrived since the last change was early.</summary>
    public bool AreEarly => _notEarly * 20 <= _delivered;

    /// <summary>
    /// Whether all that arrived of late took less than half as long as it should have: the link may have become faster, or small pictures slip through
    /// a shaper's bucket.
    /// </summary>
    private bool AreQuick => _quickInARow >= ManyPictures;

    /// <summary>Begins with a viewer of whom nothing is known.</summary>
    /// <param name="rung">What to send first.</param>
    /// <param name="now">The time.</param>
    public void Start(int rung, TimeSpan now)
    {
        (Rung, _startedAt, _changedAt) = (rung, now, now);
        (_hold, _afterFall, _climbed, _fallen, _before) = (FirstHold, SteadyHold, false, false, rung);
        Forget();
    }

    /// <summary>Goes on with another ladder, at the best rung that asks no more of the link than what was sent before, or with that same one.</summary>
    public void Continue(Ladder ladder, Choice before, Func<Choice, double> demand, TimeSpan now)
    {
        double bytesPerSecond = demand(before);
        // By name too: an encoder may just have found out that it takes more than was thought.
        Rung = Rung == 0 ? 0 : Best(ladder, 0, bytesPerSecond, choice => choice == before ? 0 : demand(choice));
        _before = Rung;
        _changedAt = now;
        Forget();
    }

    /// <summary>A picture has arrived.</summary>
    /// <param name="delivery">When it was sent, and how late it is.</param>
    /// <param name="allowance">What it may be later than else, for reasons that are no queue.</param>
    /// <param name="expected">How late it should have been, by what the link was seen to carry.</param>
    public void Delivered(Delivery delivery, TimeSpan allowance, TimeSpan expected)
    {
        if (delivery.SentAt < _changedAt)
            return;
        _delivered++;
        double delayMs = (delivery.Delay - allowance).TotalMilliseconds;
        _late = delayMs > Math.Min(options.SlowAckMs, options.TargetDelay) ? _late + 1 : 0;
        // One that is twice too late says as much as two.
        if (delayMs > 2 * options.TargetDelay)
            _late = LatePicturesInARow;
        if (delayMs >= options.FastAckMs)
            _notEarly++;
        _quickInARow = delivery.Delay * ClearlyQuicker <= expected ? _quickInARow + 1 : 0;
    }

    /// <summary>A picture is sent, some time after the one before.</summary>
    /// <param name="since">The time since the one before.</param>
    /// <param name="held">For how much of it a picture could have been sent, but for what was on its way.</param>
    public void Sent(TimeSpan since, TimeSpan held)
    {
        // What was sent before the last change has to get out of the way first.
        if (_delivered == 0)
            return;
        double share = since > TimeSpan.Zero ? Math.Clamp(held / since, 0, 1) : 0;
        _heldShare += (share - _heldShare) / 8;
    }

    /// <summary>Chooses what to send next.</summary>
    /// <param name="ladder">What there is to choose from.</param>
    /// <param name="carries">Bytes a second that the link carries at least, and that it may carry; infinite if nothing speaks against it.</param>
    /// <param name="demand">Bytes a second that a choice needs.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether <see cref="Rung"/> changed.</returns>
    public bool Choose(Ladder ladder, (double Least, double Most) carries, Func<Choice, double> demand, TimeSpan now)
    {
        if (_late >= LatePicturesInARow || IsHeldBack)
            return Fall(ladder, carries.Least, demand, now);
        int ceiling = _fallen ? ladder.Ceiling : 0;
        if (Rung <= ceiling || _delivered == 0 || now - _changedAt < Hold(carries.Most, demand(ladder[Rung])))
            return false;
        return Climb(ladder, ceiling, carries.Most, demand, now);
    }

    /// <summary>
    /// The time from a change to the next climb. It is short if pictures were early since, and there is room for twice as much now, which at a steady
    /// rate there never is; after a climb also if the next only leads back to what the link carried before it fell.
    /// </summary>
    private TimeSpan Hold(double carries, double demand)
    {
        bool isClear = _delivered >= ManyPictures && AreEarly && double.IsFinite(carries) && carries * FillUp >= 2 * demand;
        if (!_climbed)
            return isClear ? Min(_hold, ClimbHold) : AreQuick ? Min(_hold, QuickHold) : _hold;
        if (!AreEarly)
            return SteadyHold;
        bool isUnknown = double.IsInfinity(carries) && _afterFall == SteadyHold;
        return isClear || isUnknown || Rung > _before ? Min(_hold, ClimbHold) : _hold;
    }

    private bool Fall(Ladder ladder, double carries, Func<Choice, double> demand, TimeSpan now)
    {
        // A single picture takes as long however few there are: where only the rate is left to give way, being late says nothing of that.
        if (Rung >= ladder.Smallest && !IsHeldBack && demand(ladder[Rung]) <= carries * FillDown)
        {
            _late = 0;
            return false;
        }

        // If it isn't known what the link carries: less than what it was given.
        double fits = Math.Min(carries, demand(ladder[Rung])) * FillDown;
        int rung = Best(ladder, Rung, fits, demand);
        TimeSpan lasted = now - _changedAt;
        if (lasted >= SteadyHold)
            _before = Rung;
        if (_climbed && _fallen && lasted < SteadyHold)
            _afterFall = TimeSpan.FromTicks(Math.Min(_afterFall.Ticks * (rung > ladder.Smallest ? 2 : 4), LongestHold.Ticks));
        else if (lasted >= 4 * SteadyHold)
            _afterFall = SteadyHold;
        (_hold, _climbed, _fallen) = (now - _startedAt < Beginning ? ClimbHold : _afterFall, false, true);
        return Change(rung, now);
    }

    private bool Climb(Ladder ladder, int ceiling, double carries, Func<Choice, double> demand, TimeSpan now)
    {
        Choice current = ladder[Rung];
        double largest = _fallen && double.IsInfinity(carries) ? LargestProbe : LargestClimb;
        double fill = Rung > _before ? FillBack : FillUp;
        double fits = Math.Min(carries * fill, demand(current) * largest);
        int rung = Best(ladder, ceiling, fits, demand);
        // Jitter makes a link look slower than it is. Where pictures were early for long there is more to be had, whatever was measured.
        if (rung >= Rung && AreEarly && now - _changedAt >= SteadyHold)
            rung = Rung - 1;
        if (rung >= Rung || IsTooSmall(current, ladder[rung], rung == ceiling))
            return false;
        // As far as it goes by what is known: more is worth a look soon only if it was the largest climb that kept it from more.
        bool more = Best(ladder, ceiling, carries * fill, demand) < rung;
        (_hold, _climbed) = (!_fallen ? FirstHold : more ? ClimbHold : SteadyHold, true);
        return Change(rung, now);
    }

    private bool IsTooSmall(Choice from, Choice to, bool isLast) =>
        !isLast && from.Box == to.Box && from.Rate == to.Rate && to.Quality - from.Quality < options.IncreaseStep;

    private static int Best(Ladder ladder, int from, double bytesPerSecond, Func<Choice, double> demand)
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
        (_late, _delivered, _notEarly, _quickInARow, _heldShare) = (0, 0, 0, 0, 0);
    }
}
