namespace VideoStream.Adaptation;

/// <summary>
/// The smallest value of the last while, kept as the minimum of each half, as LEDBAT keeps its base delay by the minute (RFC 6817).
/// </summary>
/// <param name="half">Half of the longest time that a value counts. It counts that long at least.</param>
internal sealed class WindowedMinimum(TimeSpan half)
{
    private TimeSpan _current = TimeSpan.MaxValue;
    private TimeSpan _previous = TimeSpan.MaxValue;
    private TimeSpan _since = TimeSpan.MinValue;

    /// <summary>The smallest value of the last five to ten seconds.</summary>
    public WindowedMinimum()
        : this(TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>The smallest value; zero before the first.</summary>
    public TimeSpan Value => _current < _previous ? _current : _previous == TimeSpan.MaxValue ? TimeSpan.Zero : _previous;

    public void Add(TimeSpan value, TimeSpan at)
    {
        if (_since == TimeSpan.MinValue)
            _since = at;
        if (at - _since >= half)
            (_previous, _current, _since) = (_current, TimeSpan.MaxValue, at);
        if (value < _current)
            _current = value;
    }
}
