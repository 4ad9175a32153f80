namespace VideoStream.Adaptation;

/// <summary>A value smoothed as RFC 6298 does: an eighth of each new sample.</summary>
internal struct Smoothed
{
    /// <summary>The value; null before the first sample.</summary>
    public double? Value { get; private set; }

    public void Add(double sample) => Value = Value is { } value ? value + ((sample - value) / 8) : sample;
}
