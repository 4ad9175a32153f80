namespace VideoStream.Adaptation;

/// <summary>
/// The smallest value of the last ten seconds or so, kept as the smallest of each of two halves (as LEDBAT keeps its base delay by the
/// minute, RFC 6817). No clock: times are those of the caller.
/// </summary>
internal sealed class WindowedMinimum
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(5);

    private TimeSpan _now = TimeSpan.MaxValue;
    private TimeSpan _before = TimeSpan.MaxValue;
    private TimeSpan _since = TimeSpan.MinValue;

    /// <summary>The smallest value; zero before the first.</summary>
    public TimeSpan Value => _now < _before ? _now : _before == TimeSpan.MaxValue ? TimeSpan.Zero : _before;

    public void Add(TimeSpan value, TimeSpan at)
    {
        if (_since == TimeSpan.MinValue)
            _since = at;
        if (at - _since >= Half)
            (_before, _now, _since) = (_now, TimeSpan.MaxValue, at);
        if (value < _now)
            _now = value;
    }
}
