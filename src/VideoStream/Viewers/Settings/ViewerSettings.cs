using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>What one viewer asked for. Immutable: a change makes a new object.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Encoding">How frames are encoded. Adaptation never exceeds its quality.</param>
/// <param name="Fps">Maximum frames a second.</param>
/// <param name="MaxSize">The box that frames are fitted into; null for the camera's own size.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the viewer's link.</param>
/// <param name="Paused">Whether the viewer is sent no frames.</param>
internal sealed record ViewerSettings(
    bool Osd, VariantEncoding Encoding, double Fps, PictureSize? MaxSize, bool Adaptive, bool Paused)
{
    /// <summary>The settings of a viewer that names none.</summary>
    public static ViewerSettings Defaults(VideoStreamOptions options) => new(
        options.Osd.Enabled,
        VariantEncoding.Jpeg(options.WebSocket.Quality),
        options.WebSocket.FrameRate,
        MaxSize: null,
        options.Adaptive.Enabled,
        Paused: false);

    /// <summary>The variant of a rendition.</summary>
    public Variant Variant(Rendition rendition) => new(Osd, rendition.MaxSize, rendition.Encoding);
}
