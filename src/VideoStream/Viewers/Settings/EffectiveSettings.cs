using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Viewers.Settings;

/// <summary>A viewer's settings in effect, as messages and the status show them.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="Quality">The JPEG quality now. Adaptation may have lowered it. With H.264 it has no effect.</param>
/// <param name="RequestedQuality">The JPEG quality that the client asked for, or <c>source</c>.</param>
/// <param name="Fps">The maximum frames a second that the client asked for.</param>
/// <param name="Rate">The maximum frames a second now. Adaptation may have lowered it.</param>
/// <param name="Resize"><c>false</c>, or the box that the client asked for, as in <c>640x360</c>.</param>
/// <param name="Size"><c>false</c>, or the box now. Adaptation may have made it smaller.</param>
/// <param name="Adaptive">Whether quality, size and rate follow the link.</param>
/// <param name="Paused">Whether no frames are sent for now.</param>
/// <param name="Codec"><c>jpeg</c> or <c>h264</c>.</param>
/// <param name="BitrateKbps">
/// The bitrate that the H.264 stream is encoded for now, in kbit/s; null with JPEG, and with the camera's own video.
/// </param>
internal sealed record EffectiveSettings(
    bool Osd,
    int Quality,
    object RequestedQuality,
    double Fps,
    double Rate,
    object Resize,
    object Size,
    bool Adaptive,
    bool Paused,
    string Codec,
    int? BitrateKbps)
{
    /// <summary>Combines what a client asked for with what adaptation chose.</summary>
    /// <param name="settings">What the client asked for.</param>
    /// <param name="rendition">What adaptation chose; null before the first choice.</param>
    /// <param name="limits">The limits of clients.</param>
    public static EffectiveSettings Of(ViewerSettings settings, Rendition? rendition, ClientLimits limits)
    {
        double fps = Math.Min(settings.Fps, limits.FrameRate);
        Rendition now = rendition ?? new Rendition(settings.Encoding, settings.MaxSize, fps);
        return new(
            settings.Osd,
            now.Encoding.IsH264 ? settings.Encoding.Quality : now.Encoding.Quality,
            settings.Encoding.IsPassthrough ? EncodingValue.Source : settings.Encoding.Quality,
            fps,
            now.Rate,
            Name(settings.MaxSize),
            Name(now.MaxSize),
            settings.Adaptive,
            settings.Paused,
            CodecValue.NameOf(settings.Codec),
            now.Encoding is { IsH264: true, IsPassedH264: false } ? now.Encoding.Kilobits : null);
    }

    private static object Name(PictureSize? box) => box is { } size ? size.ToString() : false;
}
