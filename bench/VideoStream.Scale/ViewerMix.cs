using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Scale;

/// <summary>
/// What the viewers of a camera of 1280x720 watch: the rungs of <c>H264:Ladder</c>, and the qualities and sizes that adaptation chooses
/// for JPEG.
/// </summary>
internal sealed class ViewerMix
{
    public const double FramesPerSecond = 30;

    private const int Quality = 80;

    /// <summary>Bytes of a JPEG of the test pattern at 1280x720 and quality 80 (docs/performance.md).</summary>
    private const double JpegBytes = 40_000;

    private static readonly PictureSize Source = new(1280, 720);

    /// <summary>
    /// Shares of the five rungs of the default ladder, best first: 712 kbit/s on average. The rungs of another ladder share alike.
    /// </summary>
    private static readonly double[] RungShares = [0.05, 0.6, 0.2, 0.1, 0.05];

    private readonly Random _random;
    private readonly double[] _upTo;

    public ViewerMix(double jpegPercent, Random random)
    {
        _random = random;
        All = [.. H264(1 - (jpegPercent / 100)), .. Jpegs(jpegPercent / 100)];
        double sum = 0;
        _upTo = [.. All.Select(variant => sum += variant.Weight)];
        ByVariant = All.ToDictionary(variant => variant.Variant);
        ByName = All.ToDictionary(variant => variant.Name);
    }

    public IReadOnlyList<WatchedVariant> All { get; }

    public IReadOnlyDictionary<Variant, WatchedVariant> ByVariant { get; }

    public IReadOnlyDictionary<string, WatchedVariant> ByName { get; }

    /// <summary>What a viewer's link carries now.</summary>
    public WatchedVariant Choose()
    {
        int found = Array.BinarySearch(_upTo, _random.NextDouble() * _upTo[^1]);
        return All[Math.Min(found < 0 ? ~found : found, All.Count - 1)];
    }

    private static IEnumerable<WatchedVariant> H264(double share)
    {
        VideoRungs rungs = new(new H264Options().Rungs, Source, maxSize: null, passed: null);
        for (int i = 0; i < rungs.All.Count && share > 0; i++)
        {
            Rendition rung = rungs.Rendition(i, FramesPerSecond);
            double weight = rungs.All.Count == RungShares.Length ? RungShares[i] : 1.0 / rungs.All.Count;
            yield return new(new Variant(Osd: false, rung.MaxSize, rung.Encoding), rung.Encoding.Kilobits, share * weight);
        }
    }

    /// <summary>Half of the viewers get what they asked for, the others a lower quality or size, each as many.</summary>
    private static WatchedVariant[] Jpegs(double share)
    {
        if (share == 0)
            return [];
        var asked = new Rendition(VariantEncoding.Jpeg(Quality), MaxSize: null, FramesPerSecond);
        RenditionLadder ladder = new(asked, Source, new AdaptiveOptions());
        Variant[] variants =
        [
            .. Enumerable.Range(0, ladder.Smallest + 1)
                .Select(rung => new Variant(Osd: false, ladder[rung].MaxSize, ladder[rung].Encoding).Normalize(Source, Quality))
                .Distinct(),
        ];
        EncodedSizeModel sizes = new(Quality, TimeProvider.System);
        double whole = sizes.Estimate(Source, VariantEncoding.Jpeg(Quality));
        double Kilobits(Variant variant) =>
            sizes.Estimate(variant.MaxSize ?? Source, variant.Encoding) / whole * JpegBytes * FramesPerSecond * 8 / 1000;
        return [.. variants.Select((variant, i) => new WatchedVariant(
            variant, Kilobits(variant), share / 2 * (i == 0 ? 1 : 1.0 / (variants.Length - 1))))];
    }
}
