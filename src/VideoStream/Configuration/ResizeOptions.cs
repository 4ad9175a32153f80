using VideoStream.Frames;

namespace VideoStream.Configuration;

/// <summary>What <c>"resize": true</c> fits the picture into, aspect ratio kept, never enlarged: <c>VideoStream:Resize</c>.</summary>
internal sealed class ResizeOptions
{
    /// <summary>Width in pixels. Default 640.</summary>
    [AllowedRange(PictureSize.MinSide, PictureSize.MaxSide)]
    public int Width { get; set; } = 640;

    /// <summary>Height in pixels. Default 480.</summary>
    [AllowedRange(PictureSize.MinSide, PictureSize.MaxSide)]
    public int Height { get; set; } = 480;
}
