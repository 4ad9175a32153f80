namespace VideoStream.Adaptation;

/// <summary>
/// The queueing delay that other connections cause on the link. Smaller frames do not shorten it, so it is no reason for them.
/// <para>
/// Each change of the rendition is an experiment: a delay that is caused by the viewer's own bytes changes with their number. The line
/// through both means, bytes against delay, shows the link's rate as its slope, and the delay of others at zero bytes. It follows a falling
/// delay with each frame, and a rising one only after the next experiment.
/// </para>
/// </summary>
internal sealed class CrossTrafficEstimator
{
    /// <summary>Deliveries that are compared: before a change, ignored right after it, and after that.</summary>
    private const int Before = 3, Settling = 2, After = 6;

    /// <summary>Changes of the bytes a frame below this factor show nothing.</summary>
    private const double SmallestChange = 1.5;

    /// <summary>The time in seconds of the larger frames, at least.</summary>
    private const double QuickestFrame = 0.02;

    /// <summary>
    /// A shorter delay is jitter, or a slow link's own. A longer one does not count in full: the age of frames comes first.
    /// </summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(40), Longest = TimeSpan.FromMilliseconds(150);

    private readonly Queue<(double Bytes, double Ms)> _recent = new();
    private (double Bytes, double Ms) _before;
    private (double Bytes, double Ms) _after;
    private int _seen = int.MaxValue;

    /// <summary>The delay that others cause; zero if none is known.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>
    /// Bytes a second that the link carried in the last experiment that found others on it; zero if there was none. Small frames cannot
    /// measure a rate, because most of their time is that of others.
    /// </summary>
    public double Rate { get; private set; }

    /// <summary>The rendition changes.</summary>
    public void OnChanged()
    {
        // Several changes that follow each other quickly are one.
        bool isUnfinished = _seen < Settling + After;
        if (!isUnfinished && _recent.Count > 0)
            _before = Mean();
        (_after, _seen) = (default, _before.Bytes > 0 ? 0 : int.MaxValue);
        _recent.Clear();
    }

    /// <summary>A frame has arrived that was sent after the last change.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="delay">The time that it took above the shortest round-trip time.</param>
    /// <returns>Whether an experiment has ended that found others on the link.</returns>
    public bool OnDelivered(int bytes, TimeSpan delay)
    {
        if (_recent.Count == Before)
            _recent.Dequeue();
        _recent.Enqueue((bytes, delay.TotalMilliseconds));
        if (delay < Delay)
            Set(Delay + ((delay - Delay) / 32));
        if (_seen >= Settling + After)
            return false;
        if (++_seen > Settling)
            _after = (_after.Bytes + (bytes / (double)After), _after.Ms + (delay.TotalMilliseconds / After));
        return _seen == Settling + After && Compare();
    }

    private bool Compare()
    {
        double more = Math.Max(_before.Bytes, _after.Bytes), less = Math.Min(_before.Bytes, _after.Bytes);
        if (more < less * SmallestChange)
            return false;
        double slope = Math.Max(0, (_before.Ms - _after.Ms) / (_before.Bytes - _after.Bytes));
        double others = _after.Ms - (_after.Bytes * slope);
        // Most of what is left must be theirs: on a slow link the estimate is rough.
        bool isTheirs = others > _after.Ms / 2;
        Set(isTheirs ? TimeSpan.FromMilliseconds(others) : TimeSpan.Zero);
        if (Delay == TimeSpan.Zero || slope == 0)
            return false;
        // A flat line shows only that the link is much faster.
        Rate = Math.Min(1000 / slope, more / QuickestFrame);
        return true;
    }

    private void Set(TimeSpan delay) => Delay = delay < Shortest ? TimeSpan.Zero : delay < Longest ? delay : Longest;

    private (double Bytes, double Ms) Mean() =>
        (_recent.Average(delivery => delivery.Bytes), _recent.Average(delivery => delivery.Ms));
}
