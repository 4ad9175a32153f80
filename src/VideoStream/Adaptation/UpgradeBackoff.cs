namespace VideoStream.Adaptation;

/// <summary>
/// The time from a change of the rendition to the next upgrade. An upgrade that had to be taken back multiplies the time to the next one.
/// </summary>
internal sealed class UpgradeBackoff
{
    /// <summary>The usual time after a downgrade, and between upgrades on a link that is nearly full.</summary>
    public static readonly TimeSpan SteadyDelay = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(150), QuickDelay = TimeSpan.FromSeconds(1),
        FasterDelay = TimeSpan.FromSeconds(10), LongestDelay = TimeSpan.FromSeconds(40);

    /// <summary>A viewer's first seconds, in which measurements are rough and changes may follow each other.</summary>
    private static readonly TimeSpan StartPhase = TimeSpan.FromSeconds(2);

    private TimeSpan _startedAt;
    private TimeSpan _delay = FirstDelay;
    private TimeSpan _delayAfterDowngrade = SteadyDelay;
    private bool _isAfterUpgrade;

    /// <summary>Whether there ever was a downgrade.</summary>
    public bool HasDowngraded { get; private set; }

    /// <summary>A viewer starts.</summary>
    public void Start(TimeSpan now) =>
        (_startedAt, _delay, _delayAfterDowngrade, _isAfterUpgrade, HasDowngraded) = (now, FirstDelay, SteadyDelay, false, false);

    /// <summary>The rendition is downgraded.</summary>
    /// <param name="lasted">The time since it was changed.</param>
    /// <param name="isSmallest">Whether only the frame rate is left to downgrade.</param>
    /// <param name="now">The time.</param>
    public void OnDowngrade(TimeSpan lasted, bool isSmallest, TimeSpan now)
    {
        if (_isAfterUpgrade && HasDowngraded && lasted < SteadyDelay)
            _delayAfterDowngrade = Min(_delayAfterDowngrade * (isSmallest ? 2 : 4), LongestDelay);
        else if (lasted >= 4 * SteadyDelay)
            _delayAfterDowngrade = SteadyDelay;
        (_delay, _isAfterUpgrade, HasDowngraded) = (now - _startedAt < StartPhase ? QuickDelay : _delayAfterDowngrade, false, true);
    }

    /// <summary>The rendition is upgraded.</summary>
    /// <param name="isLimitedByStep">Whether the link would carry more, and only the size of the step was limited.</param>
    public void OnUpgrade(bool isLimitedByStep) =>
        (_delay, _isAfterUpgrade) = (!HasDowngraded ? FirstDelay : isLimitedByStep ? QuickDelay : SteadyDelay, true);

    /// <summary>The time from the last change to the next upgrade.</summary>
    /// <param name="congestion">How frames arrived since the last change.</param>
    /// <param name="hasAmpleRoom">Whether the link carries twice as much as it is given.</param>
    /// <param name="isUnlimited">Whether no measurement showed a limit.</param>
    /// <param name="isRecovering">Whether the link has carried a better rendition before.</param>
    public TimeSpan Delay(CongestionDetector congestion, bool hasAmpleRoom, bool isUnlimited, bool isRecovering)
    {
        bool isClear = hasAmpleRoom && congestion.IsUncongested && congestion.HasManyDeliveries;
        if (!_isAfterUpgrade)
        {
            return isClear ? Min(_delay, QuickDelay)
                : congestion.IsFasterThanMeasured ? Min(_delay, FasterDelay)
                : _delay;
        }

        if (!congestion.IsUncongested)
            return SteadyDelay;
        bool isUntried = isUnlimited && _delayAfterDowngrade == SteadyDelay;
        return isClear || isUntried || isRecovering ? Min(_delay, QuickDelay) : _delay;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
