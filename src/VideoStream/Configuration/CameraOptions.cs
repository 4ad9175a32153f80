using VideoStream.Frames;

namespace VideoStream.Configuration;

/// <summary>One camera: <c>VideoStream:Cameras:&lt;name&gt;</c>.</summary>
internal sealed class CameraOptions
{
    /// <summary>
    /// <c>auto</c> (the first local camera, else the test pattern), <c>test</c>, a device (<c>0</c>, <c>/dev/video0</c>) or a video file.
    /// </summary>
    public string Source { get; set; } = "auto";

    /// <summary>Width in pixels that a device is asked for and that the test pattern has. Default 1280.</summary>
    [AllowedRange(PictureSize.MinSide, PictureSize.MaxSide)]
    public int Width { get; set; } = 1280;

    /// <summary>Height in pixels that a device is asked for and that the test pattern has. Default 720.</summary>
    [AllowedRange(PictureSize.MinSide, PictureSize.MaxSide)]
    public int Height { get; set; } = 720;

    /// <summary>Pictures a second that a device is asked for and that the test pattern has. Default 30.</summary>
    [AllowedRange(1, 240)]
    public double FrameRate { get; set; } = 30;
}
