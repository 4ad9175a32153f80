using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Viewers;

/// <summary>What one viewer asked for. Immutable: a change makes a new one, which replaces the old one whole.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Quality">JPEG quality, 1-100, or <see cref="Variant.SourceQuality"/>; adaptation stays under it.</param>
/// <param name="Fps">Frames a second, at most.</param>
/// <param name="MaxSize">What frames are made to fit into; null for the camera's own size.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the viewer's link.</param>
/// <param name="Paused">Whether no frames are wanted for now.</param>
internal sealed record ViewerSettings(bool Osd, int Quality, double Fps, PictureSize? MaxSize, bool Adaptive, bool Paused)
{
    /// <summary>What a viewer gets who asks for nothing.</summary>
    public static ViewerSettings Defaults(VideoStreamOptions options) => new(
        options.Osd.Enabled, options.WebSocket.Quality, options.WebSocket.FrameRate, MaxSize: null, options.Adaptive.Enabled, Paused: false);

    /// <summary>The variant to send as asked for.</summary>
    public Variant Asked => new(Osd, MaxSize, Quality);

    /// <summary>The variant to send as adaptation chose.</summary>
    public Variant Variant(Rendition rendition) => new(Osd, rendition.MaxSize, rendition.Quality);
}
