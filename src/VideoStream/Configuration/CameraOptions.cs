using VideoStream.Frames;

namespace VideoStream.Configuration;

/// <summary>One camera: <c>VideoStream:Cameras:&lt;name&gt;</c>.</summary>
internal sealed class CameraOptions
{
    /// <summary>
    /// <c>auto</c> (the first local camera, else the test pattern), <c>test</c>, a device (<c>0</c>, <c>/dev/video0</c>,
    /// <c>/dev/v4l/by-id/…</c>), a video file, or a URL (<c>rtsp://</c>, <c>http://</c> …), which may have a user and a password.
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

    /// <summary>A format that a device is to deliver, by its four letters as <c>v4l2-ctl --list-formats</c> shows them. Default: MJPG, else YUYV.</summary>
    public string? FourCc { get; set; }

    /// <summary>How far pictures are turned clockwise: 0, 90, 180 or 270 degrees. Default 0.</summary>
    public int Rotate { get; set; }

    /// <summary>Whether left and right change places, after turning. Default false.</summary>
    public bool FlipHorizontal { get; set; }

    /// <summary>Whether top and bottom change places, after turning. Default false.</summary>
    public bool FlipVertical { get; set; }

    /// <summary>How pictures come from an RTSP camera. Default: over TCP.</summary>
    public RtspTransport RtspTransport { get; set; }

    /// <summary>
    /// Options for ffmpeg before its input, between spaces, as in <c>-hwaccel vaapi</c>, for URLs that it reads. Default: none.
    /// </summary>
    public string FfmpegInputOptions { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// Whether the camera is open only while somebody watches, and ten seconds longer. Default: true for URLs and devices, false for others.
    /// </summary>
    public bool? OnDemand { get; set; }

    /// <summary>Seconds before a lost camera is tried again for the first time. Default 0.5.</summary>
    [AllowedRange(0.1, 3600)]
    public double ReconnectMin { get; set; } = 0.5;

    /// <summary>Seconds between two tries of a lost camera, at most. Default 10.</summary>
    [AllowedRange(0.1, 3600)]
    public double ReconnectMax { get; set; } = 10;

    /// <summary>How pictures are turned.</summary>
    internal Orientation Orientation => new(Rotate, FlipHorizontal, FlipVertical);
}
