using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Protocol;

/// <summary>The effective settings, as <c>hello</c> and the status page tell them.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Quality">JPEG quality at the moment, which adaptation may have lowered.</param>
/// <param name="RequestedQuality">JPEG quality that the client asked for, or <c>source</c>.</param>
/// <param name="Fps">Pictures a second, at most.</param>
/// <param name="Resize"><c>false</c>, or what pictures are made to fit into, as in <c>640x360</c>.</param>
/// <param name="Adaptive">Whether the quality follows the link.</param>
/// <param name="Paused">Whether no pictures are sent for now.</param>
internal sealed record Settings(bool Osd, int Quality, object RequestedQuality, double Fps, object Resize, bool Adaptive, bool Paused)
{
    public static Settings Of(ViewerSettings settings, int quality, double maxFps) => new(
        settings.Osd,
        quality,
        settings.Quality == Variant.SourceQuality ? SettingsParser.Source : settings.Quality,
        Math.Min(settings.Fps, maxFps),
        settings.Box is { } box ? box.ToString() : false,
        settings.Adaptive,
        settings.Paused);

    public ServerMessage.Config ToMessage() => new(Osd, Quality, RequestedQuality, Fps, Resize, Adaptive, Paused);
}
