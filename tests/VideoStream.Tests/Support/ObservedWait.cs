namespace VideoStream.Tests.Support;

/// <summary>A timer of <see cref="ObservedTime"/>, which knows whether somebody still waits for it.</summary>
/// <param name="time">How long it takes to its first tick.</param>
internal sealed class ObservedWait(TimeSpan time) : ITimer
{
    private ITimer? _timer;
    private volatile bool _isOver;

    public TimeSpan Time => time;

    /// <summary>When it ticks, in monotonic ticks.</summary>
    public long Due { get; private set; }

    /// <summary>Whether it has ticked, or nobody waits for it any more.</summary>
    public bool IsOver => _isOver;

    public void Begin(ITimer timer, long due) => (_timer, Due) = (timer, due);

    public void End() => _isOver = true;

    public bool Change(TimeSpan dueTime, TimeSpan period) => _timer!.Change(dueTime, period);

    public void Dispose()
    {
        End();
        _timer!.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        End();
        return _timer!.DisposeAsync();
    }
}
