using VideoStream.Encoding;

namespace VideoStream.Status;

/// <summary>A rung of H.264 that is watched now: encoded once for all its viewers, or at a relay received once.</summary>
/// <param name="BitrateKbps">Its bitrate in kbit/s.</param>
/// <param name="Width">Width of its pictures in pixels; null before the camera's size is known.</param>
/// <param name="Height">Height of its pictures in pixels; null before the camera's size is known.</param>
/// <param name="Osd">Whether it has the on-screen display.</param>
internal sealed record RungInfo(int BitrateKbps, int? Width, int? Height, bool Osd)
{
    /// <summary>Those of a camera, the one of the lowest bitrate first.</summary>
    public static IReadOnlyList<RungInfo> Of(VariantSet variants) =>
    [
        .. from stream in variants.Streams
           let variant = stream.Variant
           where variant.Encoding.Kilobits > 0
           orderby variant.Encoding.Kilobits
           select new RungInfo(variant.Encoding.Kilobits, variant.MaxSize?.Width, variant.MaxSize?.Height, variant.Osd),
    ];
}
