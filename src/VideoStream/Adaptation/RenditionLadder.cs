using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>
/// The renditions that a viewer may be sent, best first. Quality is reduced before size, and size before rate. Each size comes in each
/// quality, lower rates only in the smallest size and lowest quality. All viewers have the same steps, so that they share encodes.
/// </summary>
internal sealed class RenditionLadder
{
    private static readonly (int Numerator, int Denominator)[] Scales = [(3, 4), (1, 2), (1, 3), (1, 4)];
    private static readonly double[] Rates = [60, 30, 24, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1];

    private readonly Rendition[] _rungs;

    /// <summary>Builds the ladder below what a viewer asked for.</summary>
    /// <param name="asked">What it asked for: the best rung.</param>
    /// <param name="source">The size of the camera's frames; null if the viewer's frames must keep their size.</param>
    /// <param name="options">Limits and steps.</param>
    public RenditionLadder(Rendition asked, PictureSize? source, AdaptiveOptions options)
    {
        int top = asked.Encoding.Quality;
        int highest = Math.Min(top, options.MaxQuality), lowest = Math.Min(top, options.MinQuality);
        int[] shared = [.. Steps(options.DecreaseStep).Where(quality => quality <= highest && quality > lowest), lowest];
        var rungs = new List<Rendition> { asked };
        rungs.AddRange(shared.Prepend(highest).Distinct().Where(quality => quality < top)
            .Select(quality => asked with { Encoding = VariantEncoding.Jpeg(quality) }));
        LowestInFullSize = rungs.Count - 1;
        foreach (PictureSize maxSize in SmallerSizes(source))
            rungs.AddRange(shared.Select(quality => new Rendition(VariantEncoding.Jpeg(quality), maxSize, asked.Rate)));
        Smallest = rungs.Count - 1;
        Rendition least = rungs[^1];
        rungs.AddRange(Rates.Where(rate => rate < asked.Rate && rate >= options.MinFrameRate).Select(rate => least with { Rate = rate }));
        _rungs = [.. rungs];
        Ceiling = top > options.MaxQuality ? 1 : 0;
    }

    /// <summary>
    /// Builds the ladder of a video. Below its lowest rung the rate is reduced by layers: to a half and a quarter.
    /// </summary>
    /// <param name="asked">What the viewer asked for: the best rung.</param>
    /// <param name="video">Sizes and bitrates.</param>
    public RenditionLadder(Rendition asked, VideoRungs video)
    {
        var rungs = video.All.Select((_, rung) => video.Rendition(rung, asked.Rate)).ToList();
        Smallest = rungs.Count - 1;
        LowestInFullSize = rungs.FindLastIndex(rung => rung.MaxSize == asked.MaxSize);
        Rendition least = rungs[^1];
        // The frames of a camera's own video can't be left out.
        if (!least.Encoding.IsPassedH264)
            rungs.AddRange([least with { Rate = least.Rate / 2 }, least with { Rate = least.Rate / 4 }]);
        _rungs = [.. rungs];
    }

    public int Count => _rungs.Length;

    /// <summary>The best rung to return to after a downgrade: a requested quality above the highest is kept, but not returned to.</summary>
    public int Ceiling { get; }

    /// <summary>The rung of the lowest quality in the requested size.</summary>
    public int LowestInFullSize { get; }

    /// <summary>The rung of the smallest size and lowest quality: below it only the rate is reduced.</summary>
    public int Smallest { get; }

    public Rendition this[int index] => _rungs[index];

    /// <summary>Qualities, the same for all viewers.</summary>
    private static IEnumerable<int> Steps(int step)
    {
        for (int quality = 100; quality > 0; quality -= step)
            yield return quality;
    }

    private static IEnumerable<PictureSize> SmallerSizes(PictureSize? source) => source is { } size
        ? Scales
            .Select(scale => Scaled(size, scale.Numerator, scale.Denominator))
            .Where(scaled => scaled.IsAllowed)
        : [];

    private static PictureSize Scaled(PictureSize size, int numerator, int denominator) =>
        new(size.Width * numerator / denominator, size.Height * numerator / denominator);
}
