using VideoStream.Configuration;

namespace VideoStream.Adaptation;

/// <summary>
/// Moves a viewer along its <see cref="RenditionLadder"/>.
/// <para>
/// Downgrade at once, if frames are late or blocked: to the best rung that needs three quarters of the measured rate. Only frames sent
/// after the last change count. Upgrade carefully: after a time without either, and only to what the measured rate allows. An upgrade that
/// had to be taken back delays the next one.
/// </para>
/// </summary>
/// <param name="options">Limits and steps.</param>
/// <param name="demand">The bytes a second that a rendition needs; infinite for one that is refused.</param>
internal sealed class RungSelector(AdaptiveOptions options, Func<Rendition, double> demand)
{
    /// <summary>Shares of the measured rate to fill: on a downgrade, an upgrade, and an upgrade to what the link carried before.</summary>
    private const double FillDown = 0.75, FillUp = 0.7, FillBack = 0.85;

    /// <summary>
    /// An upgrade multiplies the bytes a second by at most this, since the rate was measured with smaller frames. Less if none was.
    /// </summary>
    private const double LargestUpgrade = 3, LargestProbe = 1.35;

    private readonly CongestionDetector _congestion = new(options);
    private readonly UpgradeBackoff _backoff = new();
    private TimeSpan _changedAt;

    /// <summary>The rung that the link last carried for some seconds.</summary>
    private int _proven;

    /// <summary>The present rung.</summary>
    public int Rung { get; private set; }

    /// <summary>The best rung that may be chosen, whatever the viewer's link carries.</summary>
    public int Best { get; set; }

    /// <inheritdoc cref="UpgradeBackoff.HasDowngraded"/>
    public bool HasDowngraded => _backoff.HasDowngraded;

    /// <inheritdoc cref="CongestionDetector.IsWindowLimited"/>
    public bool IsWindowLimited => _congestion.IsWindowLimited;

    /// <inheritdoc cref="CongestionDetector.IsUncongested"/>
    public bool IsUncongested => _congestion.IsUncongested;

    /// <summary>Starts a viewer, whose link is unknown.</summary>
    /// <param name="rung">What to send first.</param>
    /// <param name="now">The time.</param>
    public void Start(int rung, TimeSpan now)
    {
        _backoff.Start(now);
        MoveTo(rung, now);
        _proven = rung;
    }

    /// <summary>Continues on another ladder, on the best rung that needs no more bytes a second than the previous rendition.</summary>
    public void Continue(RenditionLadder ladder, Rendition previous, TimeSpan now)
    {
        double bytesPerSecond = demand(previous);
        // A camera's own video that comes back is better than what there was before, and may be more than the link carries.
        if (Rung > 0 || (HasDowngraded && ladder[0] != previous && ladder[0].Encoding.IsPassedH264))
        {
            // The rendition itself always fits, even if its estimate has just become larger.
            Rung = 0;
            while (Rung < ladder.Count - 1 && ladder[Rung] != previous && !Fits(ladder[Rung], bytesPerSecond))
                Rung++;
        }

        MoveTo(Rung, now);
        _proven = Rung;
    }

    /// <summary>Whether a rendition needs no more than that. Not, while the bitrate of a camera's own video is unknown.</summary>
    private bool Fits(Rendition rendition, double bytesPerSecond) =>
        demand(rendition) is var needed && needed <= bytesPerSecond && (needed > 0 || !rendition.Encoding.IsPassedH264);

    /// <inheritdoc cref="CongestionDetector.OnDelivered"/>
    public void OnDelivered(Delivery delivery, TimeSpan tolerance, TimeSpan expected)
    {
        if (delivery.SentAt >= _changedAt)
            _congestion.OnDelivered(delivery, tolerance, expected);
    }

    /// <inheritdoc cref="CongestionDetector.OnSending"/>
    public void OnSending(double blockedShare) => _congestion.OnSending(blockedShare);

    /// <summary>Chooses the rung to send next.</summary>
    /// <returns>Whether <see cref="Rung"/> changed.</returns>
    public bool Select(RenditionLadder ladder, LinkCapacity capacity, TimeSpan now)
    {
        if (Rung < Best)
            return MoveTo(Best, now);
        if (_congestion.IsQueueing || IsWindowLimited)
            return Downgrade(ladder, capacity.Least, now);
        int ceiling = Ceiling(ladder);
        if (Rung <= ceiling || !_congestion.HasDeliveries || now - _changedAt < UpgradeDelay(capacity.Most, demand(ladder[Rung])))
            return false;
        return Upgrade(ladder, ceiling, capacity.Most, now);
    }

    /// <summary>Returns to the best rung, where nothing shows how frames arrive and so nothing speaks against it.</summary>
    /// <returns>Whether <see cref="Rung"/> changed.</returns>
    public bool SelectBest(RenditionLadder ladder, TimeSpan now)
    {
        int ceiling = Ceiling(ladder);
        while (ceiling < Rung && double.IsInfinity(demand(ladder[ceiling])))
            ceiling++;
        return (Rung > ceiling || Rung < Best) && MoveTo(ceiling, now);
    }

    private int Ceiling(RenditionLadder ladder) => Math.Max(Best, HasDowngraded ? ladder.Ceiling : 0);

    private TimeSpan UpgradeDelay(double most, double needed) => _backoff.Delay(
        _congestion,
        hasAmpleRoom: double.IsFinite(most) && most * FillUp >= 2 * needed,
        isUnlimited: double.IsInfinity(most),
        isRecovering: Rung > _proven);

    private bool Downgrade(RenditionLadder ladder, double least, TimeSpan now)
    {
        double needed = demand(ladder[Rung]);
        // Below the smallest size only the frame rate is left, and one frame takes as long at any frame rate.
        if (Rung >= ladder.Smallest && !IsWindowLimited && needed <= least * FillDown)
        {
            _congestion.ExcuseLateness();
            return false;
        }

        // If the rate is unknown: less than was sent. If that is unknown too, as the bitrate of a camera that has just begun: the next.
        bool isKnown = needed > 0;
        int rung = isKnown
            ? BestRung(ladder, Rung, Math.Min(least, needed) * FillDown)
            : BestRung(ladder, Math.Min(Rung + 1, ladder.Count - 1), least * FillDown);
        TimeSpan lasted = now - _changedAt;
        if (lasted >= UpgradeBackoff.SteadyDelay)
            _proven = Rung;
        _backoff.OnDowngrade(lasted, isSmallest: rung > ladder.Smallest, now);
        return MoveTo(rung, now);
    }

    private bool Upgrade(RenditionLadder ladder, int ceiling, double most, TimeSpan now)
    {
        Rendition current = ladder[Rung];
        double largest = HasDowngraded && double.IsInfinity(most) ? LargestProbe : LargestUpgrade;
        double fill = Rung > _proven ? FillBack : FillUp;
        int rung = BestRung(ladder, ceiling, Math.Min(most * fill, demand(current) * largest));
        // Jitter makes a link look slower than it is. If frames were early for long, the next rung is tried whatever was measured.
        if (rung >= Rung && IsUncongested && now - _changedAt >= UpgradeBackoff.SteadyDelay)
            rung = NextBetter(ladder, ceiling);
        if (rung >= Rung || (rung > ceiling && IsTooSmallAStep(current, ladder[rung])))
            return false;
        _backoff.OnUpgrade(isLimitedByStep: BestRung(ladder, ceiling, most * fill) < rung);
        return MoveTo(rung, now);
    }

    /// <summary>The next better rung that is not refused; the present one if there is none.</summary>
    private int NextBetter(RenditionLadder ladder, int ceiling)
    {
        int rung = Rung - 1;
        while (rung > ceiling && double.IsInfinity(demand(ladder[rung])))
            rung--;
        return double.IsInfinity(demand(ladder[rung])) ? Rung : rung;
    }

    private bool IsTooSmallAStep(Rendition from, Rendition to) =>
        !to.Encoding.IsH264
        && from.MaxSize == to.MaxSize
        && from.Rate == to.Rate
        && to.Encoding.Quality - from.Encoding.Quality < options.IncreaseStep;

    /// <summary>The best rung from an index on that needs no more bytes a second; the last one that is not refused if none does.</summary>
    private int BestRung(RenditionLadder ladder, int from, double bytesPerSecond)
    {
        int last = from;
        for (int rung = from; rung < ladder.Count; rung++)
        {
            double needed = demand(ladder[rung]);
            if (double.IsInfinity(needed))
                continue;
            if (rung == Rung ? needed <= bytesPerSecond : Fits(ladder[rung], bytesPerSecond))
                return rung;
            last = rung;
        }

        return last;
    }

    /// <summary>Goes on with a rung, whatever the link carries.</summary>
    /// <returns>Whether <see cref="Rung"/> changed.</returns>
    public bool MoveTo(int rung, TimeSpan now)
    {
        bool hasChanged = rung != Rung;
        (Rung, _changedAt) = (rung, now);
        _congestion.Reset();
        return hasChanged;
    }
}
