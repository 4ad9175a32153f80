namespace VideoStream.Adaptation;

/// <summary>
/// The largest value of the last four seconds or so, kept as the largest of each of two halves: as BBR's filter of delivery rates, because what
/// makes a link look slower than it is (an acknowledgement that the receiver delays, jitter) is there in one sample and not in the next. No clock: times
/// are those of the caller.
/// </summary>
internal sealed class WindowedMaximum
{
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(2);

    private double _now;
    private double _before;
    private TimeSpan _since = TimeSpan.MinValue;

    /// <summary>The largest value; zero before the first.</summary>
    public double Value => Math.Max(_now, _before);

    public void Add(double value, TimeSpan at)
    {
        if (_since == TimeSpan.MinValue)
            _since = at;
        if (at - _since >= Half)
            (_before, _now, _since) = (_now, 0, at);
        _now = Math.Max(_now, value);
    }
}
