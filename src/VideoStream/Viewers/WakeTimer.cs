namespace VideoStream.Viewers;

/// <summary>Wakes a viewer's sender after a time. Its timer is created on first use, because most viewers never need it.</summary>
/// <param name="wake">Called on a timer's thread. Must not block.</param>
/// <param name="time">The clock.</param>
internal sealed class WakeTimer(Action wake, TimeProvider time) : IDisposable
{
    private ITimer? _timer;

    /// <summary>Wakes the sender once, after a time that replaces the previous one.</summary>
    public void Start(TimeSpan after)
    {
        _timer ??= time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer?.Dispose();

    private void Wake()
    {
        try
        {
            wake();
        }
        catch (Exception)
        {
            // An exception on a timer's thread would end the process. The viewer's send loop reports its failure.
        }
    }
}
