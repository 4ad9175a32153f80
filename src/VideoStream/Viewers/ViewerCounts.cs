namespace VideoStream.Viewers;

/// <summary>The counters of a viewer at one moment.</summary>
/// <param name="Frames">Frames sent.</param>
/// <param name="Bytes">Bytes of the frames sent.</param>
/// <param name="Skipped">Frames that were due and not sent.</param>
/// <param name="RenditionChanges">How often adaptation chose another rendition.</param>
internal readonly record struct ViewerCounts(long Frames, long Bytes, long Skipped, long RenditionChanges)
{
    public static ViewerCounts Of(ViewerCounters counters) =>
        new(counters.Frames, counters.Bytes, counters.Skipped, counters.RenditionChanges);

    public static ViewerCounts operator -(ViewerCounts now, ViewerCounts before) => new(
        now.Frames - before.Frames,
        now.Bytes - before.Bytes,
        now.Skipped - before.Skipped,
        now.RenditionChanges - before.RenditionChanges);
}
