using System.Globalization;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Configuration;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>An H.264 encoder of ffmpeg, and how a child with it is called.</summary>
/// <param name="Kind">Its name in the options.</param>
/// <param name="Name">Its name in ffmpeg.</param>
internal sealed record ChildCoder(H264EncoderKind Kind, string Name)
{
    /// <summary>Where VA-API finds the hardware.</summary>
    public const string RenderDevice = "/dev/dri/renderD128";

    /// <summary>Colours as <see cref="OpenH264Tuning"/> has them. Said of the input too: then no version of ffmpeg converts them.</summary>
    private static readonly string[] Colours =
        ["-color_range", "pc", "-colorspace", "smpte170m", "-color_primaries", "bt709", "-color_trc", "iec61966-2-1"];

    /// <summary>
    /// An odd timestamp asks for a key frame. It is the only thing about a picture that reaches the encoder of an ffmpeg that runs.
    /// </summary>
    private const string KeyFrames = "expr:mod(round(t*1000),2)";

    public static ChildCoder X264 { get; } = new(H264EncoderKind.X264, "libx264") { MaxInFlight = 1 };

    public static ChildCoder Vaapi { get; } = new(H264EncoderKind.Vaapi, "h264_vaapi")
    {
        Device = ["-vaapi_device", RenderDevice],
        Filters = "format=nv12,hwupload",
    };

    public static ChildCoder V4l2 { get; } = new(H264EncoderKind.V4l2M2m, "h264_v4l2m2m");

    /// <summary>
    /// How many pictures it may have without an answer: one where each is answered before the next. Hardware may keep one or two back.
    /// </summary>
    public int MaxInFlight { get; private init; } = 3;

    private string[] Device { get; init; } = [];

    private string Filters { get; init; } = "format=yuv420p";

    /// <summary>The encoder of a kind; null if that is none of ffmpeg's.</summary>
    public static ChildCoder? Of(H264EncoderKind kind) => kind switch
    {
        H264EncoderKind.X264 => X264,
        H264EncoderKind.Vaapi => Vaapi,
        H264EncoderKind.V4l2M2m => V4l2,
        _ => null,
    };

    /// <summary>How ffmpeg is called: IVF at its input, FLV at its output.</summary>
    public FfmpegCall Call(H264Settings settings, FfmpegVersion version) => new(
    [
        "-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", "pipe", .. Device,
        // The header says all: nothing has to be read ahead.
        "-probesize", "32", "-analyzeduration", "0", "-fpsprobesize", "0", .. Colours, "-f", "ivf", "-i", "pipe:0",
        "-map", "0:v:0", "-vf", Filters, version.FrameRateMode, "passthrough",
        "-c:v", Name, "-bf", "0", "-force_key_frames", KeyFrames, .. Rate(settings), .. Colours,
        // Some encoders have their parameter sets only in the stream.
        "-bsf:v", "extract_extradata", "-flush_packets", "1", "-flvflags", "no_duration_filesize+no_metadata+no_sequence_end",
        "-f", "flv", "pipe:1",
    ], []);

    private string[] Rate(H264Settings settings)
    {
        string bitrate = Bits(settings.Kilobits), buffer = Bits(settings.Kilobits / 4);
        return Kind switch
        {
            // No frame is kept back, and none refers to later ones. Key frames have the quality of others, so that they fit into the
            // buffer, and no picture is finer than can be seen.
            H264EncoderKind.X264 =>
            [
                "-preset", "superfast", "-tune", "zerolatency", "-profile:v", "high", "-threads", "1", "-forced-idr", "1",
                "-g", "1000000000", "-sc_threshold", "0", "-i_qfactor", "1", "-qmin", "18",
                "-b:v", bitrate, "-maxrate", bitrate, "-bufsize", buffer,
                // Without the rate it would share out the bits for a thousand pictures a second. It does not follow the timestamps: for
                // that it would keep back each picture until the next one.
                "-x264-params", string.Create(CultureInfo.InvariantCulture, $"fps={settings.FrameRate:0}"),
            ],
            // Equal limits make it a constant bitrate. One picture at a time, not two.
            H264EncoderKind.Vaapi => ["-g", "65535", "-b:v", bitrate, "-maxrate", bitrate, "-bufsize", buffer, "-async_depth", "1"],
            _ => ["-g", "65535", "-b:v", bitrate],
        };
    }

    private static string Bits(int kilobits) => (1000L * kilobits).ToString(CultureInfo.InvariantCulture);
}
