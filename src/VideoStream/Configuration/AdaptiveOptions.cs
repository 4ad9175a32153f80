namespace VideoStream.Configuration;

/// <summary>How quality, size and frame rate of a viewer's stream follow its link: <c>VideoStream:Adaptive</c>.</summary>
[Reload(TakesEffect.ForNewViewers)]
internal sealed class AdaptiveOptions
{
    /// <summary>Whether the stream of a viewer that sets nothing else is adapted. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Lowest JPEG quality that adaptation chooses. Default 30, 1 to 100 and at most MaxQuality.</summary>
    [AllowedRange(1, 100)]
    public int MinQuality { get; set; } = 30;

    /// <summary>
    /// Highest JPEG quality that adaptation returns to. A viewer that requests a lower quality gets no more than that.
    /// Default 95, 1 to 100.
    /// </summary>
    [AllowedRange(1, 100)]
    public int MaxQuality { get; set; } = 95;

    /// <summary>Difference between two neighbouring quality levels. Default 10, 1 to 99.</summary>
    [AllowedRange(1, 99)]
    public int DecreaseStep { get; set; } = 10;

    /// <summary>Smallest increase of the quality in one step. Default 5, 1 to 99.</summary>
    [AllowedRange(1, 99)]
    public int IncreaseStep { get; set; } = 5;

    /// <summary>
    /// Queueing delay in milliseconds above which a frame counts as late, in addition to the round-trip time. TargetDelay counts instead if
    /// it is lower. Default 100, 1 to 60000.
    /// </summary>
    [AllowedRange(1, 60_000)]
    public double SlowAckMs { get; set; } = 100;

    /// <summary>
    /// Queueing delay in milliseconds below which a frame counts as early, in addition to the round-trip time. Only early frames allow a
    /// quick upgrade. Default 30, 1 to 60000 and at most SlowAckMs.
    /// </summary>
    [AllowedRange(1, 60_000)]
    public double FastAckMs { get; set; } = 30;

    /// <summary>Maximum queueing delay in milliseconds, in addition to the round-trip time. Default 100, 10 to 10000.</summary>
    [AllowedRange(10, 10_000)]
    public double TargetDelay { get; set; } = 100;

    /// <summary>Lowest frame rate that adaptation chooses, in frames per second. Default 2, 1 to 240.</summary>
    [AllowedRange(1, 240)]
    public double MinFrameRate { get; set; } = 2;
}
