namespace VideoStream.Adaptation;

/// <summary>For how long the next frame could have gone already, but for what is on its way before it. No clock: times are those of the caller.</summary>
internal sealed class SendBlockedTime
{
    private TimeSpan? _since;
    private TimeSpan _total;

    /// <summary>Whether there is no room now.</summary>
    public bool IsRunning => _since is not null;

    /// <summary>There is no room.</summary>
    /// <param name="now">The time.</param>
    /// <param name="due">When the next frame would go if there were.</param>
    public void Start(TimeSpan now, TimeSpan due) => _since ??= due > now ? due : now;

    /// <summary>There is room again.</summary>
    public void Stop(TimeSpan now)
    {
        if (_since is { } since)
            Add(since, now);
        _since = null;
    }

    /// <summary>There was no room between two times, if the second is the later one.</summary>
    public void Add(TimeSpan from, TimeSpan to) => _total += to > from ? to - from : TimeSpan.Zero;

    /// <summary>Nothing waits any more.</summary>
    public void Reset() => (_since, _total) = (null, TimeSpan.Zero);

    /// <summary>The time so far; from here on it is counted anew.</summary>
    public TimeSpan Take()
    {
        TimeSpan taken = _total;
        _total = TimeSpan.Zero;
        return taken;
    }
}
