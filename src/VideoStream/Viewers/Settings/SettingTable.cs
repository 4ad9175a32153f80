using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>
/// The settings that clients can change. Messages, queries and the API's description read this table. So a setting is declared once: here,
/// with its value in <see cref="ViewerSettings"/>.
/// </summary>
internal sealed class SettingTable
{
    private readonly Dictionary<string, ViewerSetting> _byName;

    public SettingTable(VideoStreamOptions options)
    {
        All = Settings(options, new PictureSize(options.Resize.Width, options.Resize.Height));
        _byName = All.ToDictionary(setting => setting.Name);
    }

    /// <summary>All settings, in the order in which errors name them.</summary>
    public IReadOnlyList<ViewerSetting> All { get; }

    /// <summary>The names, for an error's text.</summary>
    public string Names => string.Join(", ", All.Select(setting => setting.Name));

    /// <summary>Finds a setting; null if there is none of that name.</summary>
    public ViewerSetting? Find(string name) => _byName.GetValueOrDefault(name);

    private static ViewerSetting[] Settings(VideoStreamOptions options, PictureSize defaultSize) =>
    [
        new ViewerSetting<bool>(
            "osd",
            "Whether the on-screen display is drawn.",
            new BooleanValue(),
            (settings, osd) => settings with { Osd = osd }),
        new ViewerSetting<VariantEncoding>(
            "quality",
            "JPEG quality, or source for the camera's own JPEG.",
            new EncodingValue(options.WebSocket.Quality),
            (settings, encoding) => settings with { Encoding = encoding }),
        new ViewerSetting<double>(
            "fps",
            "Maximum frames a second.",
            new NumberValue(ClientLimits.MinFrameRate, ClientLimits.MaxFrameRate),
            (settings, fps) => settings with { Fps = fps }),
        new ViewerSetting<MaxSize>(
            "resize",
            "The box that frames are fitted into, such as 640x360.",
            new MaxSizeValue(defaultSize),
            (settings, size) => settings with { MaxSize = size.Value }),
        new ViewerSetting<bool>(
            "adaptive",
            "Whether quality, size and rate follow the link.",
            new BooleanValue(),
            (settings, adaptive) => settings with { Adaptive = adaptive }),
    ];
}
