namespace VideoStream.Adaptation;

/// <summary>How long frames take to a viewer, smoothed, for whoever wants to know.</summary>
internal sealed class LinkStatistics
{
    private Smoothed _roundTripMs, _delayMs, _kernelRoundTripMs, _ageMs;

    /// <summary>A frame has arrived, as far as the viewer tells, or its kernel where it tells nothing.</summary>
    public void Add(Delivery delivery)
    {
        _roundTripMs.Add(delivery.RoundTrip.TotalMilliseconds);
        _delayMs.Add(delivery.Delay.TotalMilliseconds);
        _ageMs.Add(delivery.Age.TotalMilliseconds);
    }

    /// <summary>A frame has arrived, as far as its kernel tells.</summary>
    public void AddKernel(Delivery delivery) => _kernelRoundTripMs.Add(delivery.RoundTrip.TotalMilliseconds);

    /// <summary>Whether the viewer acknowledges much later than its kernel does.</summary>
    /// <param name="jitter">What its acknowledgements may vary by.</param>
    public bool IsSlowerThanKernel(TimeSpan jitter) => _roundTripMs.Value > (2 * _kernelRoundTripMs.Value) + jitter.TotalMilliseconds;

    /// <summary>Puts it together.</summary>
    /// <param name="bytesPerSecond">What the link carries; infinite if that isn't known.</param>
    /// <param name="limit">What limits.</param>
    public LinkReport Report(double bytesPerSecond, LimitedBy limit) => new(
        Rounded(_roundTripMs.Value),
        Rounded(_delayMs.Value),
        Rounded(double.IsInfinity(bytesPerSecond) ? null : bytesPerSecond * 8 / 1000),
        Rounded(_ageMs.Value),
        limit);

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 1) : null;
}
