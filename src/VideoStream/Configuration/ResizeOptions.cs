namespace VideoStream.Configuration;

/// <summary>
/// The maximum size of frames with <c>"resize": true</c>: <c>VideoStream:Resize</c>. The aspect ratio is kept; frames are never enlarged.
/// </summary>
[Reload(TakesEffect.ForNewViewers)]
internal sealed class ResizeOptions
{
    /// <summary>Maximum width in pixels. Default 640, 16 to 8192.</summary>
    [AllowedRange(SizeLimits.MinSide, SizeLimits.MaxSide)]
    public int Width { get; set; } = 640;

    /// <summary>Maximum height in pixels. Default 480, 16 to 8192.</summary>
    [AllowedRange(SizeLimits.MinSide, SizeLimits.MaxSide)]
    public int Height { get; set; } = 480;
}
