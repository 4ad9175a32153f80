namespace VideoStream.Adaptation;

/// <summary>
/// The largest value of the last two to four seconds, kept as the maximum of each half, like BBR's filter of delivery rates. Delayed
/// acknowledgements and jitter make single samples too low, never too high.
/// </summary>
internal sealed class WindowedMaximum
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(2);

    private double _current;
    private double _previous;
    private TimeSpan _since = TimeSpan.MinValue;

    /// <summary>The largest value; zero before the first.</summary>
    public double Value => Math.Max(_current, _previous);

    public void Add(double value, TimeSpan at)
    {
        if (_since == TimeSpan.MinValue)
            _since = at;
        if (at - _since >= Half)
            (_previous, _current, _since) = (_current, 0, at);
        _current = Math.Max(_current, value);
    }
}
