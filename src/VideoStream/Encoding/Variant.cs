using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>What a viewer is sent of a camera's frames. A value: viewers whose variants are equal share each encoded frame.</summary>
/// <param name="Osd">Whether the OSD is drawn.</param>
/// <param name="MaxSize">The box that frames are fitted into; null for the camera's own size.</param>
/// <param name="Encoding">How frames are encoded.</param>
internal readonly record struct Variant(bool Osd, PictureSize? MaxSize, VariantEncoding Encoding)
{
    /// <summary>What its encodes have to do.</summary>
    public VariantKind Kind => (Osd, MaxSize) switch
    {
        (false, null) => VariantKind.Plain,
        (false, _) => VariantKind.Resized,
        (true, null) => VariantKind.Osd,
        (true, _) => VariantKind.ResizedOsd,
    };

    /// <summary>
    /// The one form of all variants with the same result. The box shrinks to the size that frames will have. The default quality becomes
    /// passthrough where nothing has to be changed, and passthrough becomes JPEG where something has. H.264 always has a size of its own.
    /// </summary>
    /// <param name="source">The size of the camera's frames; null before the first.</param>
    /// <param name="defaultQuality">The JPEG quality that the source's own payload counts as.</param>
    public Variant Normalize(PictureSize? source, int defaultQuality)
    {
        if (Encoding.IsPassedH264)
            return this with { Osd = false, MaxSize = null };
        if (Encoding.IsH264)
            return this with { MaxSize = source is { } whole ? VideoSize.Of(whole, MaxSize) : MaxSize };
        PictureSize? maxSize = MaxSize is { } wanted && source is { } size
            ? size.FitInto(wanted) is var fitted && fitted == size ? null : fitted
            : MaxSize;
        bool canPassThrough = !Osd && maxSize is null && Encoding.Quality == defaultQuality;
        return new(Osd, maxSize, canPassThrough ? VariantEncoding.Passthrough(defaultQuality) : VariantEncoding.Jpeg(Encoding.Quality));
    }

    /// <summary>
    /// The substitute for this variant: the best with the same codec and OSD that is neither larger nor of higher quality.
    /// </summary>
    /// <param name="others">The variants that exist: at least one of the same codec.</param>
    public Variant Nearest(IReadOnlyCollection<Variant> others)
    {
        Variant wanted = this;
        var (area, quality) = wanted.Rank;
        // A decoder of one codec can't show the other.
        Variant[] decodable = [.. others.Where(wanted.HasSameCodec)];
        Variant[] alike = [.. decodable.Where(other => other.Osd == wanted.Osd)];
        Variant[] lower = [.. alike.Where(other => other.Rank.Area <= area && other.Rank.Quality <= quality)];
        if (lower.Length > 0)
            return lower.MaxBy(other => other.Rank);
        // None is lower: the lowest there is.
        return (alike.Length > 0 ? alike : decodable).MinBy(other => other.Rank);
    }

    /// <summary>Whether the frames of another variant need the same decoder.</summary>
    public bool HasSameCodec(Variant other) => Encoding.IsH264 == other.Encoding.IsH264;

    private (long Area, int Quality) Rank =>
        (MaxSize is { } maxSize ? (long)maxSize.Width * maxSize.Height : long.MaxValue, Encoding.Rank);
}
