namespace VideoStream.Benchmarks;

/// <summary>How often the payloads of a camera were decoded, and turned without that. Used by one thread.</summary>
internal sealed class PayloadCounter
{
    public long Decodes { get; set; }

    public long Turned { get; set; }
}
