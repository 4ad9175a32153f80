namespace VideoStream.Configuration;

/// <summary>How the quality of a client that acknowledges its pictures follows its link: <c>VideoStream:Adaptive</c>.</summary>
internal sealed class AdaptiveOptions
{
    /// <summary>Whether clients that don't say otherwise are adapted. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Quality is not lowered under this one. Default 30.</summary>
    [AllowedRange(1, 100)]
    public int MinQuality { get; set; } = 30;

    /// <summary>Quality is not raised over this one, nor over what the client asked for. Default 95.</summary>
    [AllowedRange(1, 100)]
    public int MaxQuality { get; set; } = 95;

    /// <summary>How much a late acknowledgement lowers the quality. Default 10.</summary>
    [AllowedRange(1, 99)]
    public int DecreaseStep { get; set; } = 10;

    /// <summary>How much early acknowledgements raise the quality. Default 5.</summary>
    [AllowedRange(1, 99)]
    public int IncreaseStep { get; set; } = 5;

    /// <summary>Milliseconds from sending to acknowledgement over which it counts as late. Default 100.</summary>
    [AllowedRange(1, 60_000)]
    public double SlowAckMs { get; set; } = 100;

    /// <summary>Milliseconds from sending to acknowledgement under which it counts as early. Default 30.</summary>
    [AllowedRange(1, 60_000)]
    public double FastAckMs { get; set; } = 30;
}
