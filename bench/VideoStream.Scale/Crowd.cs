namespace VideoStream.Scale;

/// <summary>The viewers: all come at the start, and then each leaves after a while, and another one comes.</summary>
internal sealed class Crowd(World world)
{
    private readonly HashSet<Viewer> _viewers = [];

    public IReadOnlyCollection<Viewer> Viewers => _viewers;

    /// <summary>The seconds that a viewer stays, on average.</summary>
    private double Stay => world.Options.Churn > 0 ? world.Options.Viewers / world.Options.Churn : 1e6;

    /// <summary>All come within a time, and the coming and going begins.</summary>
    public void Begin(TimeSpan within)
    {
        for (int i = 0; i < world.Options.Viewers; i++)
            world.Timeline.After(world.PartOf(within), Add);
        // So many leave meanwhile that the number is right at the end.
        if (world.Options.Churn > 0)
            world.Timeline.After(within / 2, ComeNext);
    }

    /// <summary>The longest time for which a viewer has had no picture by now.</summary>
    public TimeSpan LongestDark() => _viewers.Max(viewer => viewer.DarkSince is { } since ? world.Now - since : TimeSpan.Zero);

    private void ComeNext() => world.Timeline.After(world.Exponential(1 / world.Options.Churn), () =>
    {
        Add();
        ComeNext();
    });

    private void Add()
    {
        var viewer = new Viewer(world);
        _viewers.Add(viewer);
        viewer.Connect();
        world.Timeline.After(world.Exponential(Viewer.SecondsBetweenChanges), viewer.Adapt);
        world.Timeline.After(world.Exponential(Stay), () =>
        {
            _viewers.Remove(viewer);
            viewer.Leave();
        });
    }
}
