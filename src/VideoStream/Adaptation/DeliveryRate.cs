namespace VideoStream.Adaptation;

/// <summary>
/// The bytes a second that a link carries while it is busy: bytes divided by the time that they took. Recent deliveries weigh most. A slow
/// delivery weighs more than many fast ones, because it lasted longer, so one frame is enough to detect that a link has become slow.
/// </summary>
internal sealed class DeliveryRate
{
    // After this busy time, or this many deliveries, the weight of older ones has fallen to 1/e.
    private const double MemorySeconds = 0.2, MemoryDeliveries = 12;

    private double _bytes;
    private double _seconds;

    public bool IsKnown => _bytes > 0;

    /// <summary>Bytes a second; infinite while unknown, or if the deliveries took no measurable time.</summary>
    public double BytesPerSecond => IsKnown ? _bytes / _seconds : double.PositiveInfinity;

    public void Add(double bytes, TimeSpan took)
    {
        double seconds = Math.Max(0, took.TotalSeconds);
        double kept = Math.Exp(-Math.Max(seconds / MemorySeconds, 1 / MemoryDeliveries));
        _bytes = (_bytes * kept) + bytes;
        _seconds = (_seconds * kept) + seconds;
    }
}
