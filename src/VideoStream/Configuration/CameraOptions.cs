namespace VideoStream.Configuration;

/// <summary>One camera: <c>VideoStream:Cameras:&lt;name&gt;</c>.</summary>
[Reload(TakesEffect.AtOnce)]
internal sealed class CameraOptions
{
    private const string Many = "/*";

    /// <summary>
    /// What is shown to people as the camera's name: up to 100 characters of any script, in one line. Default: its name in the
    /// configuration.
    /// </summary>
    public string? Title { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim(); }

    /// <summary>
    /// Where the frames come from: <c>auto</c> (the first local camera, else the test pattern), <c>test</c> (the test pattern), a device
    /// (<c>0</c>, <c>/dev/video0</c>, <c>/dev/v4l/by-id/…</c>), a video file, or a URL (<c>rtsp://</c>, <c>http://</c> …). A URL may have a
    /// user and a password. Default auto.
    /// </summary>
    public string Source { get; set; } = "auto";

    /// <summary>Width in pixels that a device is set to, and that the test pattern has. Default 1280, 16 to 8192.</summary>
    [AllowedRange(SizeLimits.MinSide, SizeLimits.MaxSide)]
    public int Width { get; set; } = 1280;

    /// <summary>Height in pixels that a device is set to, and that the test pattern has. Default 720, 16 to 8192.</summary>
    [AllowedRange(SizeLimits.MinSide, SizeLimits.MaxSide)]
    public int Height { get; set; } = 720;

    /// <summary>
    /// Frames per second that a device is set to, that the test pattern has, and at which a camera that serves single JPEGs over HTTP is
    /// polled. A camera that sends less often than every two seconds should have its rate here. Default 30, 0.01 to 240.
    /// </summary>
    [AllowedRange(0.01, 240)]
    public double FrameRate { get; set; } = 30;

    /// <summary>
    /// Pixel format that a device is set to: four characters, as <c>v4l2-ctl --list-formats</c> prints them. Default: MJPG if the device
    /// has it, else YUYV.
    /// </summary>
    public string? FourCc { get; set; }

    /// <summary>Clockwise rotation of the frames in degrees: 0, 90, 180 or 270. Default 0.</summary>
    public int Rotate { get; set; }

    /// <summary>Whether frames are mirrored left to right, after the rotation. Default false.</summary>
    public bool FlipHorizontal { get; set; }

    /// <summary>Whether frames are mirrored top to bottom, after the rotation. Default false.</summary>
    public bool FlipVertical { get; set; }

    /// <summary>Transport of the frames of an RTSP camera: Tcp or Udp. Default Tcp.</summary>
    public RtspTransport RtspTransport { get; set; }

    /// <summary>
    /// SHA-256 fingerprint of the certificate of a camera with TLS: 64 hexadecimal digits, with or without colons. Only this certificate is
    /// accepted then, and it may be self-signed. Default: none, and the certificate must be one that the system trusts.
    /// </summary>
    public string? TrustedCertificate { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim(); }

    /// <summary>
    /// Options for ffmpeg before its input, separated by spaces, as in <c>-hwaccel vaapi</c>, for video files and for URLs that
    /// ffmpeg reads. Default: none.
    /// </summary>
    public string FfmpegInputOptions { get; set => field = value ?? ""; } = "";

    /// <summary>
    /// Whether ffmpeg, and the connections that the service makes for it, use the proxy that the environment names (<c>http_proxy</c>,
    /// <c>https_proxy</c>, <c>no_proxy</c>). The first request to an HTTP camera is always direct. Default false.
    /// </summary>
    public bool FfmpegUseProxy { get; set; }

    /// <summary>
    /// Whether the camera is open only while it has viewers, and for ten seconds after the last one. Default: true for URLs and devices,
    /// false for video files and the test pattern.
    /// </summary>
    public bool? OnDemand { get; set; }

    /// <summary>
    /// Seconds until the first attempt to reopen a lost camera. The delay doubles with each attempt. Default 0.5, 0.1 to 3600 and at most
    /// ReconnectMax.
    /// </summary>
    [AllowedRange(0.1, 3600)]
    public double ReconnectMin { get; set; } = 0.5;

    /// <summary>Maximum delay between two attempts to reopen a lost camera, in seconds. Default 10, 0.1 to 3600.</summary>
    [AllowedRange(0.1, 3600)]
    public double ReconnectMax { get; set; } = 10;

    /// <summary>Whether it stands for all cameras that are published at a NATS server: <c>nats://HOST:PORT/*</c>.</summary>
    internal bool IsMany => Source.Trim() is var source
        && source.StartsWith("nats://", StringComparison.OrdinalIgnoreCase)
        && source.EndsWith(Many, StringComparison.Ordinal);

    /// <summary>The options of one of the cameras that this stands for.</summary>
    /// <param name="published">Its name there.</param>
    /// <param name="title">What is shown as its name; null for its name here.</param>
    internal CameraOptions Of(string published, string? title)
    {
        var one = (CameraOptions)MemberwiseClone();
        (one.Source, one.Title) = (Source.Trim()[..^1] + published, title);
        return one;
    }

    /// <summary>Whether all values are equal.</summary>
    internal bool IsSameAs(CameraOptions other) => Title == other.Title && HasSameConnection(other);

    /// <summary>Whether all values are equal that concern the connection to the camera.</summary>
    internal bool HasSameConnection(CameraOptions other) => Array.TrueForAll(
        typeof(CameraOptions).GetProperties(),
        value => value.Name == nameof(Title) || Equals(value.GetValue(this), value.GetValue(other)));
}
