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
    public VideoRungs(IEnumerable<LadderRung> rungs, PictureSize? source, PictureSize? maxSize)
    {
        // Those with an equal result are one.
        All = [.. rungs.Select(rung => (Fitted(new(rung.Width, rung.Height), source, maxSize), rung.Kilobits)).Distinct()];
    }

    /// <summary>The size, and kilobits a second.</summary>
    public IReadOnlyList<(PictureSize Size, int Kilobits)> All { get; }

    /// <summary>The best rendition.</summary>
    /// <param name="rate">The frames a second that the viewer asked for.</param>
    public Rendition Best(double rate) => Rendition(0, rate);

    /// <summary>A rendition.</summary>
    public Rendition Rendition(int rung, double rate) =>
        new(VariantEncoding.H264(All[rung].Kilobits), All[rung].Size, Math.Min(rate, VideoRate.Max));

    /// <summary>Bytes of a frame, at the camera's frames a second; 0 while they are unknown.</summary>
    public static double FrameBytes(int kilobits, double cameraRate) =>
        kilobits * 1000 / 8.0 / (cameraRate > 0 ? Math.Min(cameraRate, VideoRate.Max) : VideoRate.Max);

    private static PictureSize Fitted(PictureSize box, PictureSize? source, PictureSize? maxSize)
    {
        PictureSize allowed = maxSize is { } asked ? box.Intersect(asked) : box;
        return source is { } size ? VideoSize.Of(size, allowed) : allowed;
    }
}
