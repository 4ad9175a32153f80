namespace VideoStream.Encoding.Jpeg;

/// <summary>What one camera has of the encoder threads. The lock of the encoder threads guards it.</summary>
internal sealed class EncoderShare
{
    /// <summary>Encodes that wait for a thread, in the order in which they were queued.</summary>
    public Queue<(Variant Variant, Action Encode)> Waiting { get; } = new();

    /// <summary>How many threads encode for the camera.</summary>
    public int Running { get; set; }

    /// <summary>When an encode was queued or ended last, in monotonic ticks; 0 if never.</summary>
    public long ActiveAt { get; set; }

    /// <summary>When the last encode was started, in monotonic ticks.</summary>
    public long StartedAt { get; set; }

    /// <summary>How long an encode takes, smoothed; null while unknown.</summary>
    public TimeSpan? Duration { get; set; }
}
