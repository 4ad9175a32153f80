namespace VideoStream.Adaptation;

/// <summary>
/// The delivery rate of a connection, from the kernel's counters: the bytes acknowledged, divided by the time in which the connection was
/// busy. Each time that it became busy again, one round trip and <see cref="TcpSnapshot.BurstAllowance"/> are subtracted. The kernel's own
/// estimate (<c>tcpi_delivery_rate</c>) is not used: while frames leave pauses between them, it only rises.
/// </summary>
internal sealed class TcpRateEstimator
{
    /// <summary>How long a rate measurement stays valid. Small frames and an idle link produce no new measurement.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);

    /// <summary>The resolution of the kernel's busy time: a jiffy of the common 250 Hz.</summary>
    private static readonly TimeSpan BusyTick = TimeSpan.FromMilliseconds(4);

    /// <summary>Jitter and delayed acknowledgements look like a queue of this length.</summary>
    private static readonly TimeSpan AmbiguousQueue = TimeSpan.FromMilliseconds(20);

    /// <summary>The best sample counts up to this multiple of the rate: single samples are unreliable.</summary>
    private const double LargestExcess = 1.25;

    /// <summary>The busy time that a rate of <see cref="Set"/> stands for.</summary>
    private static readonly TimeSpan SetWeight = TimeSpan.FromMilliseconds(200);

    private const double ClearlyFaster = 1.5;

    private DeliveryRate _rate = new();
    private readonly DeliveryRate _throughput = new();
    private readonly WindowedMaximum _best = new();
    private Smoothed _smoothedInFlight;
    private TimeSpan _limitedAt = TimeSpan.MinValue;

    // Since the last measurement:
    private int _busyPeriods;
    private long _acknowledged;
    private TimeSpan _busy;

    public bool IsKnown => _rate.IsKnown;

    /// <summary>Bytes a second that the link carries while it is busy; infinite while unknown.</summary>
    public double BytesPerSecond => _rate.BytesPerSecond;

    /// <summary>The best sample of the last seconds, in bytes a second, from <see cref="BytesPerSecond"/> to a quarter above.</summary>
    public double Best => Math.Clamp(_best.Value, BytesPerSecond, BytesPerSecond * LargestExcess);

    /// <summary>Whether a valid measurement showed the link full. Else the rate is a lower bound: the link may carry more.</summary>
    public bool IsLimit(TimeSpan now) => _limitedAt != TimeSpan.MinValue && now - _limitedAt < Validity;

    /// <summary>Replaces the rate by one that was measured otherwise.</summary>
    public void Set(double bytesPerSecond, TimeSpan now)
    {
        _rate = new DeliveryRate();
        _rate.Add(bytesPerSecond * SetWeight.TotalSeconds, SetWeight);
        _best.Add(bytesPerSecond, now);
    }

    /// <summary>The idle connection becomes busy.</summary>
    public void OnBusy() => _busyPeriods++;

    /// <summary>What passed since the last measurement does not count.</summary>
    public void Discard() => (_acknowledged, _busy, _busyPeriods) = (0, TimeSpan.Zero, 0);

    /// <summary>Adds what passed since the sample before.</summary>
    /// <param name="acknowledged">Bytes that were acknowledged.</param>
    /// <param name="busy">The time in which the connection was busy.</param>
    /// <param name="sample">The present sample.</param>
    /// <param name="baseRtt">The round-trip time of a packet that queues behind none of this connection.</param>
    /// <param name="isInSlowStart">Whether TCP is in slow start.</param>
    /// <param name="now">When the sample was taken.</param>
    public void Add(long acknowledged, TimeSpan busy, TcpSnapshot sample, TimeSpan baseRtt, bool isInSlowStart, TimeSpan now)
    {
        (_acknowledged, _busy) = (_acknowledged + acknowledged, _busy + busy);
        long counted = _acknowledged - (_busyPeriods * sample.BurstAllowance);
        TimeSpan took = _busy - (_busyPeriods * baseRtt);
        TimeSpan longest = (took > TimeSpan.Zero ? took : TimeSpan.Zero) + BusyTick;
        // It is a measurement if most of the bytes could not have passed at once.
        bool isEnough = counted > 0 && counted * 2 >= _acknowledged;
        if (isEnough)
            Measure(counted, took, longest, sample, baseRtt, isInSlowStart, now);
        else if (counted * 3 >= _acknowledged && counted / longest.TotalSeconds > BytesPerSecond * ClearlyFaster)
            AddLowerBound(counted, longest, now);
        if (isEnough || sample.BytesInFlight == 0)
            Discard();
    }

    /// <summary>
    /// A link that was never idle and has no queue shows only what it was given. Such a sample can raise the rate and never lower it, like
    /// BBR's application-limited samples.
    /// </summary>
    private void Measure(
        long bytes, TimeSpan took, TimeSpan longest, TcpSnapshot sample, TimeSpan baseRtt, bool isInSlowStart, TimeSpan now)
    {
        _throughput.Add(bytes, took);
        _smoothedInFlight.Add(sample.BytesInFlight);
        bool isFull = !isInSlowStart && (_busyPeriods > 0 || IsQueueing(baseRtt, (baseRtt - sample.MinRtt) / 2));
        double lowest = bytes / longest.TotalSeconds;
        if (isFull || !_rate.IsKnown)
            _rate.Add(bytes, took);
        else if (lowest > BytesPerSecond)
            _rate.Add(bytes, longest);
        if (isFull)
            _limitedAt = now;
        _best.Add(lowest, now);
    }

    /// <summary>Too few bytes to measure the rate, but they show that a link that was slow no longer is.</summary>
    private void AddLowerBound(long bytes, TimeSpan longest, TimeSpan now)
    {
        _rate.Add(bytes, longest);
        _best.Add(bytes / longest.TotalSeconds, now);
    }

    /// <summary>
    /// Little's law: bytes in flight divided by the throughput is the time that each byte takes. More than the round-trip time is a queue.
    /// </summary>
    /// <param name="baseRtt">The round-trip time without a queue of this connection.</param>
    /// <param name="uncertainty">How much that may be longer, because others queue.</param>
    private bool IsQueueing(TimeSpan baseRtt, TimeSpan uncertainty) =>
        _smoothedInFlight.Value / _throughput.BytesPerSecond > ((baseRtt * 1.25) + uncertainty + AmbiguousQueue).TotalSeconds;
}
