using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// What a client is to be sent of a camera's picture. A value: clients whose variants are equal share each encoded picture.
/// </summary>
/// <param name="Osd">Whether the OSD is drawn on it.</param>
/// <param name="Box">What it is made to fit into; null for the camera's own size.</param>
/// <param name="Quality">JPEG quality, 1-100, or <see cref="SourceQuality"/>.</param>
internal readonly record struct Variant(bool Osd, PictureSize? Box, int Quality)
{
    /// <summary>The camera's own JPEG as it is, where it gives one and nothing is to be changed; else the default quality.</summary>
    public const int SourceQuality = 0;

    /// <summary>
    /// The same in the one form that all have whose outcome is the same: with its box shrunk to the size that the picture will have, and
    /// with <see cref="SourceQuality"/> if the camera's own JPEG would do.
    /// </summary>
    /// <param name="source">The size of the camera's pictures; null while there was none.</param>
    /// <param name="defaultQuality">The quality of whoever asks for none, for whom the camera's own will do.</param>
    public Variant Normalize(PictureSize? source, int defaultQuality)
    {
        PictureSize? box = Box is { } wanted && source is { } size
            ? size.FitInto(wanted) is var fitted && fitted == size ? null : fitted
            : Box;
        bool passable = !Osd && box is null;
        int quality = Quality switch
        {
            SourceQuality when !passable => defaultQuality,
            _ when passable && Quality == defaultQuality => SourceQuality,
            _ => Quality,
        };
        return new(Osd, box, quality);
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
        Box is { } box ? (long)box.Width * box.Height : long.MaxValue,
        Quality == SourceQuality ? defaultQuality : Quality);
}
