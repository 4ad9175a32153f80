using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Sessions;

/// <summary>What one viewer asked for. Immutable: a change makes a new one, which replaces the old one whole.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Quality">JPEG quality, 1-100, or <see cref="Variant.SourceQuality"/>; adaptation stays under it.</param>
/// <param name="Fps">Pictures a second, at most.</param>
/// <param name="Box">What pictures are made to fit into; null for the camera's own size.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the viewer's link.</param>
/// <param name="Paused">Whether no pictures are wanted for now.</param>
internal sealed record ViewerSettings(bool Osd, int Quality, double Fps, PictureSize? Box, bool Adaptive, bool Paused)
{
    /// <summary>What a viewer gets who asks for nothing.</summary>
    public static ViewerSettings Defaults(VideoStreamOptions options) => new(
        options.Osd.Enabled, options.WebSocket.Quality, options.WebSocket.FrameRate, Box: null, options.Adaptive.Enabled, Paused: false);

    /// <summary>The variant to send as asked for.</summary>
    public Variant Asked => new(Osd, Box, Quality);

    /// <summary>The variant to send as adaptation chose.</summary>
    public Variant Variant(Choice choice) => new(Osd, choice.Box, choice.Quality);
}
