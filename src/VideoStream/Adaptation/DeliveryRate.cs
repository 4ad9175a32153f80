namespace VideoStream.Adaptation;

/// <summary>
/// The bytes a second that a link carries while it is busy: bytes divided by the time that they took. Recent deliveries weigh most. A slow
/// delivery weighs more than many fast ones, because it lasted longer, so one frame is enough to detect that a link has become slow.
/// </summary>
/// <param name="memorySeconds">After this busy time the weight of older deliveries has fallen to 1/e.</param>
internal sealed class DeliveryRate(double memorySeconds = 0.2)
{
    // So many deliveries have the same effect.
    private const double MemoryDeliveries = 12;

    private double _bytes;
    private double _seconds;

    public bool IsKnown => _bytes > 0;

    /// <summary>Bytes a second; infinite while unknown, or if the deliveries took no measurable time.</summary>
    public double BytesPerSecond => IsKnown ? _bytes / _seconds : double.PositiveInfinity;

    public void Add(double bytes, TimeSpan took)
    {
        double seconds = Math.Max(0, took.TotalSeconds);
        double kept = Math.Exp(-Math.Max(seconds / memorySeconds, 1 / MemoryDeliveries));
        _bytes = (_bytes * kept) + bytes;
        _seconds = (_seconds * kept) + seconds;
    }
}
