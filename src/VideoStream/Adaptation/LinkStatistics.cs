namespace VideoStream.Adaptation;

/// <summary>Smoothed delays of the frames that arrived, for <see cref="LinkReport"/>.</summary>
internal sealed class LinkStatistics
{
    /// <summary>Acknowledgements may vary by this much: a browser draws in step with its screen.</summary>
    private const double AckJitterMs = 50;

    private Smoothed _roundTripMs, _queueingMs, _kernelRoundTripMs, _ageMs;
    private TimeSpan? _newAge;

    /// <summary>Whether the client acknowledges much later than its kernel.</summary>
    public bool IsClientSlowerThanKernel => _roundTripMs.Value > (2 * _kernelRoundTripMs.Value) + AckJitterMs;

    /// <summary>Adds a delivery that counts for the viewer: the client's acknowledgement or, in its place, the kernel's.</summary>
    public void Add(Delivery delivery)
    {
        // The time of the arrival is an estimate, and can be a little before the capture.
        TimeSpan age = delivery.Age > TimeSpan.Zero ? delivery.Age : TimeSpan.Zero;
        _newAge = age;
        _roundTripMs.Add(delivery.RoundTrip.TotalMilliseconds);
        _queueingMs.Add(delivery.QueueingDelay.TotalMilliseconds);
        _ageMs.Add(age.TotalMilliseconds);
    }

    /// <summary>The age of the frame that arrived last; null if none has since the last call.</summary>
    public TimeSpan? TakeNewAge()
    {
        TimeSpan? age = _newAge;
        _newAge = null;
        return age;
    }

    /// <summary>Adds a delivery that the kernel reported.</summary>
    public void AddKernel(Delivery delivery) => _kernelRoundTripMs.Add(delivery.RoundTrip.TotalMilliseconds);

    /// <param name="bytesPerSecond">The delivery rate; infinite if unknown.</param>
    /// <param name="limit">What limits the viewer.</param>
    public LinkReport Report(double bytesPerSecond, LimitedBy limit) => new(
        Rounded(_roundTripMs.Value),
        Rounded(_queueingMs.Value),
        Rounded(double.IsInfinity(bytesPerSecond) ? null : bytesPerSecond * 8 / 1000),
        Rounded(_ageMs.Value),
        limit);

    private static double? Rounded(double? value) => value is { } known ? Math.Round(known, 1) : null;
}
