namespace VideoStream.Viewers;

/// <summary>A viewer that is being served.</summary>
/// <param name="viewer">The viewer.</param>
/// <param name="startedAt">When it began, in monotonic ticks.</param>
internal sealed class Visit(Viewer viewer, long startedAt)
{
    public Viewer Viewer => viewer;

    public long StartedAt => startedAt;

    /// <summary>Whether its start has been logged. The lock of <see cref="VisitLog"/> guards it.</summary>
    public bool IsStartLogged { get; set; }
}
