namespace VideoStream.Adaptation;

/// <summary>
/// How many bytes a second a link carries while it is busy: bytes over the time that they took, of which the latest counts most. A single
/// slow delivery tells more than many fast ones, because it lasted longer, so a link that has become slow is known after one frame.
/// </summary>
internal sealed class DeliveryRate
{
    // Of what was known before, one part in e is left after this long at work, or after so many deliveries.
    private const double MemorySeconds = 0.2, MemoryDeliveries = 12;

    private double _bytes;
    private double _seconds;

    public bool IsKnown => _bytes > 0;

    /// <summary>Bytes a second; infinite if they took no time that could be measured, or if nothing is known.</summary>
    public double BytesPerSecond => IsKnown ? _bytes / _seconds : double.PositiveInfinity;

    public void Add(double bytes, TimeSpan took)
    {
        double seconds = Math.Max(0, took.TotalSeconds);
        double kept = Math.Exp(-Math.Max(seconds / MemorySeconds, 1 / MemoryDeliveries));
        _bytes = (_bytes * kept) + bytes;
        _seconds = (_seconds * kept) + seconds;
    }
}
