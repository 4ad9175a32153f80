using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>What one viewer asked for. Immutable: a change makes a new object.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Encoding">How JPEGs are encoded. Adaptation never exceeds its quality.</param>
/// <param name="Fps">Maximum frames a second.</param>
/// <param name="MaxSize">The box that frames are fitted into; null for the camera's own size.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the viewer's link.</param>
/// <param name="Paused">Whether the viewer is sent no frames.</param>
/// <param name="Codec">How frames are encoded. With H.264 <paramref name="Encoding"/> has no effect.</param>
/// <param name="IsCodecAuto">Whether the client leaves the codec to this service, which changes it if an encoder fails.</param>
internal sealed record ViewerSettings(
    bool Osd,
    VariantEncoding Encoding,
    double Fps,
    PictureSize? MaxSize,
    bool Adaptive,
    bool Paused,
    Codec Codec = Codec.Jpeg,
    bool IsCodecAuto = false)
{
    /// <summary>The settings of a viewer that names none.</summary>
    public static ViewerSettings Defaults(VideoStreamOptions options) => new(
        options.Osd.Enabled,
        VariantEncoding.Jpeg(options.WebSocket.Quality),
        options.WebSocket.FrameRate,
        MaxSize: null,
        options.Adaptive.Enabled,
        Paused: false);

    /// <summary>These settings, reduced to what a client's caps allow.</summary>
    /// <param name="caps">The caps; null if there are none. A cap that is not set is the default.</param>
    /// <param name="defaults">The settings of a viewer that names none.</param>
    public ViewerSettings Within(StreamCaps? caps, ViewerSettings defaults)
    {
        if (caps is null)
            return this;
        int quality = caps.Quality ?? defaults.Encoding.Quality;
        return this with
        {
            // The camera's own JPEG counts as the default quality.
            Encoding = Encoding.Quality > quality ? VariantEncoding.Jpeg(quality) : Encoding,
            // A video has no quality that could be bounded, and its layers bound the rate to a quarter only, where there are any.
            Codec = caps is { Quality: null, FrameRate: null or >= VideoRate.Max } ? Codec : Codec.Jpeg,
            Fps = Math.Min(Fps, caps.FrameRate ?? defaults.Fps),
            MaxSize = MaxSize is { } box && caps.Size is { } largest ? box.Intersect(largest) : caps.Size ?? MaxSize,
        };
    }

    /// <summary>The variant of a rendition.</summary>
    public Variant Variant(Rendition rendition) => new(Osd, rendition.MaxSize, rendition.Encoding);
}
