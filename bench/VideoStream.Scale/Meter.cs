namespace VideoStream.Scale;

/// <summary>Figures of each second of virtual time, and how long viewers waited for pictures.</summary>
internal sealed class Meter(Timeline timeline)
{
    private readonly Dictionary<Figure, List<double>> _seconds = [];
    private readonly List<(TimeSpan At, WaitKind Kind, TimeSpan Wait)> _waits = [];

    private int Second => (int)timeline.Now.TotalSeconds;

    /// <summary>Something happened.</summary>
    public void Count(Figure figure, long count = 1)
    {
        if (count > 0)
            Of(figure, Second)[Second] += count;
    }

    /// <summary>A value of this second. The largest counts.</summary>
    public void Sample(Figure figure, double value)
    {
        List<double> seconds = Of(figure, Second);
        seconds[Second] = Math.Max(seconds[Second], value);
    }

    /// <summary>A viewer has a picture.</summary>
    public void AddWait(WaitKind kind, TimeSpan wait) => _waits.Add((timeline.Now, kind, wait));

    /// <summary>The values of the seconds from one to another.</summary>
    public IReadOnlyList<double> Between(Figure figure, int from, int to) => Of(figure, to)[from..to];

    /// <summary>The waits that ended from one second to another, shortest first.</summary>
    public IReadOnlyList<TimeSpan> Waits(WaitKind kind, int from, int to) =>
        [.. _waits.Where(wait => wait.Kind == kind && wait.At.TotalSeconds >= from && wait.At.TotalSeconds < to)
            .Select(wait => wait.Wait).Order()];

    private List<double> Of(Figure figure, int second)
    {
        if (!_seconds.TryGetValue(figure, out List<double>? seconds))
            _seconds[figure] = seconds = [];
        while (seconds.Count <= second)
            seconds.Add(0);
        return seconds;
    }
}
