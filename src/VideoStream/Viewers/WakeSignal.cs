using System.Threading.Tasks.Sources;

namespace VideoStream.Viewers;

/// <summary>
/// Wakes one loop from any thread: an automatic reset event to await, without an allocation a wait. Any number of <see cref="Set"/>
/// before the loop waits again wake it once. The loop continues on the thread pool, never on the caller's thread; but while it sleeps, another thread may
/// stand in for it, and do what needs no waiting.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0, Signalled = 1, Waiting = 2, RunningInline = 3;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the loop, which then sees all that was written before this call.</summary>
    public void Set()
    {
        // Always written, even if it is signalled already: a mere look could come before the caller's own writes are seen, and after it the
        // loop would take the signal back, miss them and sleep.
        if (Interlocked.Exchange(ref _state, Signalled) != Waiting)
            return;
        Continue();
    }

    /// <summary>
    /// Does the loop's work on the caller's thread if the loop sleeps, which costs less than to wake it; else wakes it. Meanwhile what is the loop's own is the
    /// caller's. Never throws.
    /// </summary>
    /// <param name="work">Must not wait for anything. Whether nothing is left for the loop. What it throws, the loop's wait throws.</param>
    public void RunInlineOrSignal(Func<bool> work)
    {
        if (Interlocked.CompareExchange(ref _state, RunningInline, Waiting) != Waiting)
        {
            Set();
            return;
        }

        try
        {
            // If it was set meanwhile, the loop has to look itself.
            if (work() && Interlocked.CompareExchange(ref _state, Waiting, RunningInline) == RunningInline)
                return;
        }
        catch (Exception e)
        {
            Interlocked.Exchange(ref _state, Idle);
            _core.SetException(e);
            return;
        }

        Continue();
    }

    /// <summary>Waits until <see cref="Set"/> is called, or returns at once if it was since the last wait. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Signalled) == Signalled)
            return ValueTask.CompletedTask;
        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle)
            return new ValueTask(this, _core.Version);
        Interlocked.Exchange(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    private void Continue()
    {
        // The loop still sleeps, so only others that called Set have been here since.
        Interlocked.Exchange(ref _state, Idle);
        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
