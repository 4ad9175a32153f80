namespace VideoStream.Viewers;

/// <summary>
/// Logs skipped frames in sum while they happen: one line a camera and minute, if viewers missed at least one frame in a hundred.
/// </summary>
internal sealed partial class SkipLog(ViewerTotals totals, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, SkipSums> _logged = [];
    private long _loggedAt = time.GetTimestamp();

    /// <summary>Logs what is due. Called by one thread, once a second.</summary>
    public void Tick()
    {
        if (time.GetElapsedTime(_loggedAt) < Interval)
            return;
        _loggedAt = time.GetTimestamp();
        totals.Update();
        foreach (var (camera, sums) in totals.SkipsByCamera())
        {
            SkipSums more = sums - _logged.GetValueOrDefault(camera);
            _logged[camera] = sums;
            if (more.Skipped > 0 && more.Skipped * 100 >= more.Sent)
                LogSkips(camera, more.Skipped, more.Sent, more.Link, more.Client, more.Server, more.Other);
        }
    }
}
