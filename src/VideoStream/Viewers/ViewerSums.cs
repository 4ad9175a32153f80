using VideoStream.Adaptation;

namespace VideoStream.Viewers;

/// <summary>Sums over the viewers of one camera and transport since the start. The lock of <see cref="ViewerTotals"/> guards it.</summary>
internal sealed class ViewerSums
{
    private readonly long[] _skipped = new long[Enum.GetValues<LimitedBy>().Length];

    /// <summary>Viewers that began.</summary>
    public long Visits { get; private set; }

    public long Frames { get; private set; }

    public long Bytes { get; private set; }

    public long RenditionChanges { get; private set; }

    /// <summary>Frames that were skipped while this limited the viewer.</summary>
    public long Skipped(LimitedBy limit) => _skipped[(int)limit];

    /// <summary>Sent and skipped frames.</summary>
    public SkipSums Skips => new(
        Frames,
        Skipped(LimitedBy.Link),
        Skipped(LimitedBy.Client),
        Skipped(LimitedBy.Server),
        Skipped(LimitedBy.Camera) + Skipped(LimitedBy.Upstream));

    public void AddVisit() => Visits++;

    /// <summary>Adds what a viewer counted since the last call.</summary>
    /// <param name="more">What it counted.</param>
    /// <param name="viewer">The viewer. Asked for what limits it only if it skipped frames.</param>
    public void Add(ViewerCounts more, Viewer viewer)
    {
        Frames += more.Frames;
        Bytes += more.Bytes;
        RenditionChanges += more.RenditionChanges;
        if (more.Skipped > 0)
            _skipped[(int)viewer.Link.Limit] += more.Skipped;
    }
}
