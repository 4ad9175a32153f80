namespace VideoStream.Configuration;

/// <summary>How quality, size and rate of what a client is sent follow its link: <c>VideoStream:Adaptive</c>.</summary>
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

    /// <summary>The step between two qualities that a client is adapted to. Default 10.</summary>
    [AllowedRange(1, 99)]
    public int DecreaseStep { get; set; } = 10;

    /// <summary>Quality is raised by no less than this. Default 5.</summary>
    [AllowedRange(1, 99)]
    public int IncreaseStep { get; set; } = 5;

    /// <summary>Milliseconds beyond the distance over which a picture counts as late, if that is less than the target. Default 100.</summary>
    [AllowedRange(1, 60_000)]
    public double SlowAckMs { get; set; } = 100;

    /// <summary>Milliseconds beyond the distance under which a picture counts as early: only then more is tried soon again. Default 30.</summary>
    [AllowedRange(1, 60_000)]
    public double FastAckMs { get; set; } = 30;

    /// <summary>Milliseconds beyond the distance that pictures may take, at most; what is sent is chosen to stay under it. Default 100.</summary>
    [AllowedRange(10, 10_000)]
    public double TargetDelay { get; set; } = 100;

    /// <summary>Pictures a second below which the rate is not lowered. Default 2.</summary>
    [AllowedRange(1, 240)]
    public double MinFrameRate { get; set; } = 2;
}
