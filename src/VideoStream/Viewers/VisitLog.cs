using VideoStream.Cameras;

namespace VideoStream.Viewers;

/// <summary>
/// Logs starts and ends of viewers. A program that opens a stream for each picture must not fill the log: a visit that the client ends
/// within <see cref="Short"/> is only counted, and the sum is logged once a minute. So a start is logged when the visit is longer.
/// </summary>
internal sealed partial class VisitLog(TimeProvider time, ILogger logger)
{
    /// <summary>Starts and ends that are logged a minute.</summary>
    public const int MaxLines = 300;

    /// <summary>Visits of less than this are logged in sum.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly LogBudget _lines = new(MaxLines, time);
    private long _firstShortAt;
    private int _short;
    private string _lastShort = "";

    /// <summary>A viewer begins. <see cref="End"/> must follow.</summary>
    public Visit Begin(Viewer viewer) => new(viewer, time.GetTimestamp());

    /// <summary>A viewer has ended.</summary>
    public void End(Visit visit)
    {
        TimeSpan lasted = time.GetElapsedTime(visit.StartedAt);
        CloseReason reason = visit.Viewer.CloseReason ?? CloseReason.ConnectionLost;
        bool isByClient = reason == CloseReason.ClientClosed || reason == CloseReason.ConnectionLost;
        lock (_gate)
        {
            if (isByClient && lasted < Short)
            {
                // So that a tick that still has it in its list does not log it.
                visit.IsStartLogged = true;
                AddShort(visit.Viewer);
                return;
            }

            LogStart(visit);
            if (MayLog())
                LogEnded(visit.Viewer.Id, reason, lasted.TotalSeconds, visit.Viewer.Counters.Frames, visit.Viewer.Counters.Skipped);
        }
    }

    /// <summary>Logs what is due. Called once a second.</summary>
    /// <param name="visits">The visits that go on.</param>
    public void Tick(IEnumerable<Visit> visits)
    {
        lock (_gate)
        {
            foreach (Visit visit in visits)
            {
                if (time.GetElapsedTime(visit.StartedAt) >= Short)
                    LogStart(visit);
            }

            if (_short > 0 && time.GetElapsedTime(_firstShortAt) >= Interval)
                LogSum();
        }
    }

    /// <summary>Logs the sum of the short visits so far.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_short > 0)
                LogSum();
        }
    }

    private void AddShort(Viewer viewer)
    {
        if (_short++ == 0)
            _firstShortAt = time.GetTimestamp();
        _lastShort = viewer.Remote;
    }

    private void LogSum()
    {
        LogShort(Short.TotalSeconds, time.GetElapsedTime(_firstShortAt).TotalSeconds, _short, _lastShort);
        _short = 0;
    }

    private void LogStart(Visit visit)
    {
        if (visit.IsStartLogged)
            return;
        visit.IsStartLogged = true;
        Viewer viewer = visit.Viewer;
        if (MayLog())
            LogStarted(viewer.Id, viewer.Transport, viewer.Remote, viewer.Camera.Name);
    }

    /// <summary>Clients that come and go as fast as they can must not fill the log.</summary>
    private bool MayLog()
    {
        bool mayLog = _lines.TryUse(out bool isUsedUp);
        if (isUsedUp)
            LogManyViewers(MaxLines);
        return mayLog;
    }
}
