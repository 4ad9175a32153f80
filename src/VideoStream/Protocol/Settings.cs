using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Protocol;

/// <summary>The effective settings, as <c>hello</c> and the status page tell them.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Quality">JPEG quality at the moment, which adaptation may have lowered.</param>
/// <param name="RequestedQuality">JPEG quality that the client asked for, or <c>source</c>.</param>
/// <param name="Fps">Pictures a second that the client asked for, at most.</param>
/// <param name="Rate">Pictures a second at the moment, at most, which adaptation may have lowered.</param>
/// <param name="Resize"><c>false</c>, or what the client asked pictures to be made to fit into, as in <c>640x360</c>.</param>
/// <param name="Size"><c>false</c>, or what pictures are made to fit into at the moment, which adaptation may have made smaller.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the link.</param>
/// <param name="Paused">Whether no pictures are sent for now.</param>
internal sealed record Settings(
    bool Osd, int Quality, object RequestedQuality, double Fps, double Rate, object Resize, object Size, bool Adaptive, bool Paused)
{
    /// <summary>Tells the settings of a client.</summary>
    /// <param name="settings">What it asked for.</param>
    /// <param name="choice">What adaptation has chosen; null if nothing yet.</param>
    /// <param name="options">What a client may have.</param>
    public static Settings Of(ViewerSettings settings, Choice? choice, ClientLimits options)
    {
        double fps = Math.Min(settings.Fps, options.FrameRate);
        Choice now = choice ?? new Choice(settings.Quality, settings.Box, fps);
        return new(
            settings.Osd,
            now.Quality == Variant.SourceQuality ? options.Quality : now.Quality,
            settings.Quality == Variant.SourceQuality ? SettingsParser.Source : settings.Quality,
            fps,
            now.Rate,
            Name(settings.Box),
            Name(now.Box),
            settings.Adaptive,
            settings.Paused);
    }

    public ServerMessage.Config ToMessage() => new(Osd, Quality, RequestedQuality, Fps, Rate, Resize, Size, Adaptive, Paused);

    private static object Name(Frames.PictureSize? box) => box is { } size ? size.ToString() : false;
}
