using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Adaptation;

/// <summary>
/// All that a viewer may be sent, best first. Quality gives way before size, and size before rate: each size comes with each quality, and
/// lower rates come with the smallest size and lowest quality only. Steps are few and the same for everybody, so that viewers share encodes.
/// </summary>
internal sealed class RenditionLadder
{
    private static readonly (int Numerator, int Denominator)[] Scales = [(3, 4), (1, 2), (1, 3), (1, 4)];
    private static readonly double[] Rates = [60, 30, 24, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1];

    private readonly Rendition[] _rungs;

    /// <summary>Builds the ladder under what a viewer asked for.</summary>
    /// <param name="asked">What it asked for: the best of all.</param>
    /// <param name="source">The size of the camera's frames; null if the viewer's frames must keep their size.</param>
    /// <param name="defaultQuality">What stands for <see cref="VariantEncoding.Passthrough"/> where it has to be compared.</param>
    /// <param name="options">Limits and steps.</param>
    public RenditionLadder(Rendition asked, PictureSize? source, int defaultQuality, AdaptiveOptions options)
    {
        int top = asked.Encoding.Quality;
        int highest = Math.Min(top, options.MaxQuality), lowest = Math.Min(top, options.MinQuality);
        int[] shared = [.. Steps(options.DecreaseStep).Where(quality => quality <= highest && quality > lowest), lowest];
        var rungs = new List<Rendition> { asked };
        rungs.AddRange(shared.Prepend(highest).Distinct().Where(quality => quality < top).Select(quality => asked with { Encoding = VariantEncoding.Jpeg(quality) }));
        LowestInFullSize = rungs.Count - 1;
        foreach (PictureSize maxSize in SmallerBoxes(source))
            rungs.AddRange(shared.Select(quality => new Rendition(VariantEncoding.Jpeg(quality), maxSize, asked.Rate)));
        Smallest = rungs.Count - 1;
        Rendition least = rungs[^1];
        rungs.AddRange(Rates.Where(rate => rate < asked.Rate && rate >= options.MinFrameRate).Select(rate => least with { Rate = rate }));
        _rungs = [.. rungs];
        Ceiling = top > options.MaxQuality ? 1 : 0;
    }

    public int Count => _rungs.Length;

    /// <summary>The best rung that is gone back to after a worse one: a quality over the highest is kept, but not raised to.</summary>
    public int Ceiling { get; }

    /// <summary>The rung of the lowest quality in the size that was asked for.</summary>
    public int LowestInFullSize { get; }

    /// <summary>The rung of the smallest size and lowest quality: under it only the rate gives way.</summary>
    public int Smallest { get; }

    public Rendition this[int index] => _rungs[index];

    /// <summary>Qualities, the same for everybody.</summary>
    private static IEnumerable<int> Steps(int step)
    {
        for (int quality = 100; quality > 0; quality -= step)
            yield return quality;
    }

    private static IEnumerable<PictureSize> SmallerBoxes(PictureSize? source) => source is { } size
        ? Scales
            .Select(scale => new PictureSize(size.Width * scale.Numerator / scale.Denominator, size.Height * scale.Numerator / scale.Denominator))
            .Where(maxSize => maxSize.IsAllowed)
        : [];
}
