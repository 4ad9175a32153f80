using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Transports.WebSockets.Protocol;

namespace VideoStream.Viewers;

/// <summary>The effective settings, as <c>hello</c> and the status page tell them.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Quality">JPEG quality at the moment, which adaptation may have lowered.</param>
/// <param name="RequestedQuality">JPEG quality that the client asked for, or <c>source</c>.</param>
/// <param name="Fps">Frames a second that the client asked for, at most.</param>
/// <param name="Rate">Frames a second at the moment, at most, which adaptation may have lowered.</param>
/// <param name="Resize"><c>false</c>, or what the client asked frames to be made to fit into, as in <c>640x360</c>.</param>
/// <param name="Size"><c>false</c>, or what frames are made to fit into at the moment, which adaptation may have made smaller.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the link.</param>
/// <param name="Paused">Whether no frames are sent for now.</param>
internal sealed record EffectiveSettings(
    bool Osd, int Quality, object RequestedQuality, double Fps, double Rate, object Resize, object Size, bool Adaptive, bool Paused)
{
    /// <summary>Tells the settings of a client.</summary>
    /// <param name="settings">What it asked for.</param>
    /// <param name="rendition">What adaptation has chosen; null if nothing yet.</param>
    /// <param name="options">What a client may have.</param>
    public static EffectiveSettings Of(ViewerSettings settings, Rendition? rendition, ClientLimits options)
    {
        double fps = Math.Min(settings.Fps, options.FrameRate);
        Rendition now = rendition ?? new Rendition(settings.Quality, settings.MaxSize, fps);
        return new(
            settings.Osd,
            now.Quality == Variant.SourceQuality ? options.Quality : now.Quality,
            settings.Quality == Variant.SourceQuality ? SettingsParser.Source : settings.Quality,
            fps,
            now.Rate,
            Name(settings.MaxSize),
            Name(now.MaxSize),
            settings.Adaptive,
            settings.Paused);
    }

    public ServerMessage.Config ToMessage() => new(Osd, Quality, RequestedQuality, Fps, Rate, Resize, Size, Adaptive, Paused);

    private static object Name(Frames.PictureSize? maxSize) => maxSize is { } size ? size.ToString() : false;
}
