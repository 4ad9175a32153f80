using VideoStream.Configuration;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>How ffmpeg is called.</summary>
/// <param name="Arguments">The arguments. No shell reads them, so they need no quotes.</param>
/// <param name="Script">The parts of what it gets on its standard input: a list for its concat format, or nothing.</param>
internal sealed record FfmpegCall(IReadOnlyList<string> Arguments, IEnumerable<string> Script)
{
    /// <summary>The formats of frames that <see cref="Y4mHeader"/> knows.</summary>
    private const string Formats = "yuv420p|yuvj420p|yuv422p|yuvj422p|gray";

    /// <summary>Whether ffmpeg inherits the proxy that the environment names.</summary>
    public bool InheritsProxy { get; init; }

    /// <summary>The first arguments.</summary>
    /// <param name="protocols">The protocols that ffmpeg may use, separated by commas.</param>
    public static string[] Common(string protocols) =>
        ["-hide_banner", "-nostats", "-loglevel", "level+info", "-protocol_whitelist", protocols];

    /// <summary>The last arguments: the first video, as YUV4MPEG2 to the standard output.</summary>
    /// <param name="version">The version of ffmpeg.</param>
    /// <param name="filters">What frames pass before.</param>
    public static string[] Output(FfmpegVersion version, params string[] filters) =>
    [
        // ffmpeg takes the first format that loses least. It converts no ranges: that costs it ten times what it costs here.
        // Passthrough: ffmpeg neither drops nor repeats frames.
        "-map", "0:v:0", "-an", "-sn", "-dn", "-vf", string.Join(',', [.. filters, "format=" + Formats]), version.FrameRateMode,
        "passthrough", "-f", "yuv4mpegpipe", "-strict", "-1", "-flush_packets", "1", "pipe:1",
    ];

    /// <summary>The last arguments: the first video as it came, as FLV to the standard output.</summary>
    public static string[] CopiedOutput() =>
    [
        // Also what comes before the first key frame: it shows that the camera sends, and whether it has B-frames.
        "-map", "0:v:0", "-an", "-sn", "-dn", "-c:v", "copy", "-copyinkf", "-f", "flv", "-flvflags", "no_duration_filesize",
        "-flush_packets", "1", "pipe:1",
    ];

    /// <summary>The options that the operator has configured.</summary>
    public static string[] OwnOptions(CameraOptions options) =>
        options.FfmpegInputOptions.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A text for a script. It must not contain a line break.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
