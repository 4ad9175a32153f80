using VideoStream.Access;

namespace VideoStream.Viewers;

/// <summary>One timer for the work of all viewers that is due once a second.</summary>
internal sealed partial class ViewerTicker(
    ViewerRegistry registry,
    AccessKeys keys,
    LoginSessions logins,
    LinkRegistry links,
    TimeProvider time,
    ILogger<ViewerTicker> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _ticks;

    /// <summary>How often the viewers' turn began.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Interlocked.Increment(ref _ticks);
            foreach (Viewer viewer in registry.Viewers)
                Tick(viewer);
            registry.LogDue();
            logins.SaveDue();
        }
    }

    private void Tick(Viewer viewer)
    {
        try
        {
            if (!keys.IsCurrent(viewer.Grant))
                viewer.Close(CloseReason.AccessRevoked);
            if (!logins.IsActive(viewer.Grant))
                viewer.Close(CloseReason.LoggedOut);
            // An expired link is forgotten at some time. Its viewers are to see that it has expired.
            if (!links.IsActive(viewer.Grant) && !viewer.Grant.IsExpired(time.GetUtcNow()))
                viewer.Close(CloseReason.LinkRevoked);
            viewer.Tick();
        }
        catch (Exception e)
        {
            // A failure of one viewer must not stop the others' ticks.
            LogTickFailed(e, viewer.Id);
        }
    }
}
