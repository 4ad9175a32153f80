namespace VideoStream.Viewers;

/// <summary>
/// What viewers were sent since the start, by camera and transport, those that have ended included. Each viewer counts for itself, and
/// sending touches nothing here: its counts are added when it ends, and when somebody asks. For any thread.
/// </summary>
internal sealed class ViewerTotals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Camera, ViewerTransport Transport), ViewerSums> _sums = [];

    // What of each viewer has been added.
    private readonly Dictionary<Viewer, ViewerCounts> _added = [];

    /// <summary>A viewer begins. <see cref="End"/> must follow.</summary>
    public void Begin(Viewer viewer)
    {
        lock (_gate)
        {
            _added[viewer] = default;
            SumsOf(viewer.Camera.Name, viewer.Transport).AddVisit();
        }
    }

    /// <summary>A viewer has ended, and sends nothing more.</summary>
    public void End(Viewer viewer)
    {
        lock (_gate)
        {
            Add(viewer);
            _added.Remove(viewer);
        }
    }

    /// <summary>
    /// Adds what the viewers have counted since the last call. Skipped frames count for what limits the viewer now.
    /// </summary>
    public void Update()
    {
        lock (_gate)
        {
            foreach (Viewer viewer in _added.Keys.ToArray())
                Add(viewer);
        }
    }

    /// <summary>Reads a sum as of the last <see cref="Update"/>.</summary>
    public long Read(string camera, ViewerTransport transport, Func<ViewerSums, long> read)
    {
        lock (_gate)
            return read(SumsOf(camera, transport));
    }

    /// <summary>Sent and skipped frames of each camera that has had a viewer, as of the last <see cref="Update"/>.</summary>
    public Dictionary<string, SkipSums> SkipsByCamera()
    {
        lock (_gate)
        {
            return _sums
                .GroupBy(sums => sums.Key.Camera, sums => sums.Value.Skips)
                .ToDictionary(camera => camera.Key, camera => camera.Aggregate((a, b) => a + b));
        }
    }

    private void Add(Viewer viewer)
    {
        ViewerCounts before = _added[viewer], counts = ViewerCounts.Of(viewer.Counters);
        // A frame that is late can count as skipped until it is sent after all. A sum never falls.
        counts = counts with { Skipped = Math.Max(counts.Skipped, before.Skipped) };
        SumsOf(viewer.Camera.Name, viewer.Transport).Add(counts - before, viewer);
        _added[viewer] = counts;
    }

    private ViewerSums SumsOf(string camera, ViewerTransport transport)
    {
        if (!_sums.TryGetValue((camera, transport), out ViewerSums? sums))
            _sums[(camera, transport)] = sums = new ViewerSums();
        return sums;
    }
}
