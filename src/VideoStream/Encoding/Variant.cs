using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>What a viewer is to be sent of a camera's frames. A value: viewers whose variants are equal share each encoded frame.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="MaxSize">The box that frames are fitted into; null for the camera's own size.</param>
/// <param name="Encoding">How frames are encoded.</param>
internal readonly record struct Variant(bool Osd, PictureSize? MaxSize, VariantEncoding Encoding)
{
    /// <summary>
    /// The one form that all variants with the same result have: the box shrunk to the size that frames will have, and
    /// <see cref="VariantEncoding.Passthrough"/> where the camera's own payload will do.
    /// </summary>
    /// <param name="source">The size of the camera's frames; null before the first.</param>
    /// <param name="defaultQuality">The JPEG quality of viewers that ask for none. The camera's own payload satisfies them.</param>
    public Variant Normalize(PictureSize? source, int defaultQuality)
    {
        PictureSize? maxSize = MaxSize is { } wanted && source is { } size
            ? size.FitInto(wanted) is var fitted && fitted == size ? null : fitted
            : MaxSize;
        bool canPassThrough = !Osd && maxSize is null && Encoding.QualityOr(defaultQuality) == defaultQuality;
        VariantEncoding encoding = canPassThrough
            ? VariantEncoding.Passthrough
            : VariantEncoding.Jpeg(Encoding.QualityOr(defaultQuality));
        return new(Osd, maxSize, encoding);
    }

    /// <summary>The substitute for this variant: the best that is neither larger nor finer, with the OSD as wanted.</summary>
    /// <param name="others">The variants that exist: at least one.</param>
    /// <param name="defaultQuality">What <see cref="VariantEncoding.Passthrough"/> counts as.</param>
    public Variant Nearest(IReadOnlyCollection<Variant> others, int defaultQuality)
    {
        Variant wanted = this;
        var (area, quality) = wanted.Rank(defaultQuality);
        Variant[] alike = [.. others.Where(other => other.Osd == wanted.Osd)];
        Variant[] lower = [.. alike.Where(other => other.Rank(defaultQuality) is var rank && rank.Area <= area && rank.Quality <= quality)];
        if (lower.Length > 0)
            return lower.MaxBy(other => other.Rank(defaultQuality));
        // None is lower: the lowest there is.
        return (alike.Length > 0 ? alike : others).MinBy(other => other.Rank(defaultQuality));
    }

    private (long Area, int Quality) Rank(int defaultQuality) => (
        MaxSize is { } maxSize ? (long)maxSize.Width * maxSize.Height : long.MaxValue,
        Encoding.QualityOr(defaultQuality));
}
