namespace VideoStream.Adaptation;

/// <summary>An exponential moving average: each sample weighs an eighth, as in RFC 6298.</summary>
internal struct Smoothed
{
    /// <summary>The average; null before the first sample.</summary>
    public double? Value { get; private set; }

    public void Add(double sample) => Value = Value is { } value ? value + ((sample - value) / 8) : sample;
}
