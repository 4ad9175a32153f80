using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.H264;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>
/// The settings that clients can change. Messages, queries and the API's description read this table. So a setting is declared once: here,
/// with its value in <see cref="ViewerSettings"/>.
/// </summary>
internal sealed class SettingTable(IOptions<VideoStreamOptions> options)
{
    private readonly OptionsView<ViewerSetting[]> _all = new(options, Rows);

    /// <summary>A table for options that do not change.</summary>
    public SettingTable(VideoStreamOptions options)
        : this(Options.Create(options))
    {
    }

    /// <summary>All settings, in the order in which errors name them. Their defaults are those of the options in effect.</summary>
    public IReadOnlyList<ViewerSetting> All => _all.Value;

    /// <summary>The names, for an error's text.</summary>
    public string Names => string.Join(", ", All.Select(setting => setting.Name));

    /// <summary>The names of those that a client may give another value than the default.</summary>
    public string[] NamesFor(AccessGrant grant) => [.. All.Where(setting => setting.MayBeSet(grant)).Select(setting => setting.Name)];

    /// <summary>Finds a setting; null if there is none of that name.</summary>
    public ViewerSetting? Find(string name) => Array.Find(_all.Value, setting => setting.Name == name);

    private static ViewerSetting[] Rows(VideoStreamOptions options)
    {
        ViewerSettings defaults = ViewerSettings.Defaults(options);
        return
        [
            Osd(defaults),
            Quality(defaults, options.WebSocket.Quality),
            Fps(defaults),
            Resize(options.Resize),
            Adaptive(defaults),
            Codec(() => ProblemOfH264(options)),
        ];
    }

    private static ViewerSetting<bool> Osd(ViewerSettings defaults) => new(
        "osd",
        "Whether the on-screen display is drawn.",
        new BooleanValue(),
        (settings, osd) => settings with { Osd = osd },
        needsControl: osd => osd != defaults.Osd);

    private static ViewerSetting<VariantEncoding> Quality(ViewerSettings defaults, int defaultQuality) => new(
        "quality",
        "JPEG quality, or source for the camera's own JPEG.",
        new EncodingValue(defaultQuality),
        (settings, encoding) => settings with { Encoding = encoding },
        needsControl: encoding => encoding != defaults.Encoding,
        isCapped: true);

    private static ViewerSetting<double> Fps(ViewerSettings defaults) => new(
        "fps",
        "Maximum frames a second.",
        new NumberValue(ClientLimits.MinFrameRate, ClientLimits.MaxFrameRate),
        (settings, fps) => settings with { Fps = fps },
        needsControl: fps => fps > defaults.Fps,
        isReserved: false,
        isCapped: true);

    /// <summary>A box only makes frames smaller, so each is for everybody.</summary>
    private static ViewerSetting<MaxSize> Resize(ResizeOptions box) => new(
        "resize",
        "The box that frames are fitted into, such as 640x360.",
        new MaxSizeValue(new PictureSize(box.Width, box.Height)),
        (settings, size) => settings with { MaxSize = size.Value },
        needsControl: _ => false,
        isReserved: false);

    /// <summary>Why there is no H.264; null if there is. Relayed cameras need no encoder here.</summary>
    private static string? ProblemOfH264(VideoStreamOptions options) =>
        options.H264.Encoder != H264EncoderKind.Off && options.Cameras.Values.All(camera => NatsSource.IsMeant(camera.Source))
            ? null
            : H264Support.Problem(options.H264);

    private static ViewerSetting<bool> Adaptive(ViewerSettings defaults) => new(
        "adaptive",
        "Whether quality, size and rate follow the link.",
        new BooleanValue(),
        (settings, adaptive) => settings with { Adaptive = adaptive },
        needsControl: adaptive => adaptive != defaults.Adaptive);

    /// <summary>Each is for everybody: what it costs the service is bounded by the limit of variants.</summary>
    private static ViewerSetting<CodecChoice> Codec(Func<string?> problem) => new(
        "codec",
        "How frames are encoded: jpeg, h264, or auto for h264 where this service has it. MJPEG and snapshots are always JPEGs.",
        new CodecValue(problem),
        (settings, codec) => settings with { Codec = codec.Codec, IsCodecAuto = codec.IsAuto },
        needsControl: _ => false,
        isReserved: false);
}
