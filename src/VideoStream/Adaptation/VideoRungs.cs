using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>The sizes and bitrates that a video of one camera comes in, best first. At least one.</summary>
internal sealed class VideoRungs
{
    /// <summary>A key frame has about so many times the bytes of others (docs/h264.md).</summary>
    public const double KeyFrameFactor = 4;

    /// <param name="rungs">The ladder of the options, best first.</param>
    /// <param name="source">The size of the camera's frames; null before the first.</param>
    /// <param name="maxSize">The box that the viewer asked for; null for none.</param>
    /// <param name="passed">
    /// The bitrate of the camera's own video in kilobits a second, 0 if it is unknown, if the viewer may be passed that; null if not.
    /// </param>
    public VideoRungs(IEnumerable<LadderRung> rungs, PictureSize? source, PictureSize? maxSize, int? passed)
    {
        // What has more bits than the camera's video is no better, and costs an encode.
        int largest = passed is > 0 and var kilobits ? kilobits : int.MaxValue;
        LadderRung[] useful = [.. rungs.Where(rung => rung.Kilobits < largest)];
        IsPassed = passed is not null;
        // Those with an equal result are one.
        All =
        [
            .. IsPassed ? [(VariantEncoding.PassedH264, null)] : Array.Empty<(VariantEncoding, PictureSize?)>(),
            .. (IsPassed || useful.Length > 0 ? useful : rungs)
                .Select(rung => (VariantEncoding.H264(rung.Kilobits), (PictureSize?)Fitted(new(rung.Width, rung.Height), source, maxSize)))
                .Distinct(),
        ];
    }

    /// <summary>How each is encoded, and its size; null for the camera's own.</summary>
    public IReadOnlyList<(VariantEncoding Encoding, PictureSize? Size)> All { get; }

    /// <summary>Whether the best is the camera's own video.</summary>
    public bool IsPassed { get; }

    /// <summary>The best rendition.</summary>
    /// <param name="rate">The frames a second that the viewer asked for.</param>
    public Rendition Best(double rate) => Rendition(0, rate);

    /// <summary>A rendition.</summary>
    public Rendition Rendition(int rung, double rate)
    {
        var (encoding, size) = All[rung];
        return new(encoding, size, encoding.IsPassedH264 ? rate : Math.Min(rate, VideoRate.Max));
    }

    /// <summary>Bytes of a frame, at the camera's frames a second; 0 while they are unknown.</summary>
    public static double FrameBytes(int kilobits, double cameraRate) =>
        kilobits * 1000 / 8.0 / (cameraRate > 0 ? Math.Min(cameraRate, VideoRate.Max) : VideoRate.Max);

    private static PictureSize Fitted(PictureSize box, PictureSize? source, PictureSize? maxSize)
    {
        PictureSize allowed = maxSize is { } asked ? box.Intersect(asked) : box;
        return source is { } size ? VideoSize.Of(size, allowed) : allowed;
    }
}
