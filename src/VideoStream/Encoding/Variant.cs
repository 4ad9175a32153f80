using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// What a client is to be sent of a camera's frame. A value: clients whose variants are equal share each encoded frame.
/// </summary>
/// <param name="Osd">Whether the OSD is drawn on it.</param>
/// <param name="MaxSize">What it is made to fit into; null for the camera's own size.</param>
/// <param name="Quality">JPEG quality, 1-100, or <see cref="SourceQuality"/>.</param>
internal readonly record struct Variant(bool Osd, PictureSize? MaxSize, int Quality)
{
    /// <summary>The camera's own JPEG as it is, where it gives one and nothing is to be changed; else the default quality.</summary>
    public const int SourceQuality = 0;

    /// <summary>
    /// The same in the one form that all have whose outcome is the same: with its maxSize shrunk to the size that the frame will have, and
    /// with <see cref="SourceQuality"/> if the camera's own JPEG would do.
    /// </summary>
    /// <param name="source">The size of the camera's frames; null while there was none.</param>
    /// <param name="defaultQuality">The quality of whoever asks for none, for whom the camera's own will do.</param>
    public Variant Normalize(PictureSize? source, int defaultQuality)
    {
        PictureSize? maxSize = MaxSize is { } wanted && source is { } size
            ? size.FitInto(wanted) is var fitted && fitted == size ? null : fitted
            : MaxSize;
        bool canPassThrough = !Osd && maxSize is null;
        int quality = Quality switch
        {
            SourceQuality when !canPassThrough => defaultQuality,
            _ when canPassThrough && Quality == defaultQuality => SourceQuality,
            _ => Quality,
        };
        return new(Osd, maxSize, quality);
    }

    /// <summary>Among some others the one to be given instead: the best that is no larger and no finer, with the OSD as wanted.</summary>
    /// <param name="others">At least one.</param>
    /// <param name="defaultQuality">What <see cref="SourceQuality"/> counts as.</param>
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
        Quality == SourceQuality ? defaultQuality : Quality);
}
