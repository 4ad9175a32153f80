using System.Threading.Tasks.Sources;

namespace VideoStream.Viewers;

/// <summary>
/// Wakes one loop from any thread: an automatic reset event to await, without an allocation a wait. Any number of <see cref="Set"/> before
/// the loop waits again wake it once. The loop continues on the thread pool, never on the caller's thread. While it sleeps, another thread
/// can run its work inline, if that needs no waiting.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0, Signalled = 1, Waiting = 2, RunningInline = 3;

    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _state;

    /// <summary>Wakes the loop, which then sees all that was written before this call.</summary>
    public void Set()
    {
        // Written even if it is signalled already. A read could come before the caller's own writes are visible: the loop would then reset
        // the signal, miss them and sleep.
        if (Interlocked.Exchange(ref _state, Signalled) != Waiting)
            return;
        Continue();
    }

    /// <summary>
    /// If the loop sleeps, runs its work on the caller's thread, which costs less than waking it. While the work runs, the caller owns what
    /// the loop owns. Never throws.
    /// </summary>
    /// <param name="work">Must not block. Returns whether nothing is left for the loop. The loop's wait throws what this throws.</param>
    /// <param name="state">Passed to the work, which therefore needs no closure.</param>
    /// <param name="sleepsOn">Whether the loop sleeps on. If the work ran and left something for it, it was woken.</param>
    /// <returns>False if the loop is awake: the work did not run, and nothing was signalled.</returns>
    public bool TryRunInline<TState>(Func<TState, bool> work, TState state, out bool sleepsOn)
    {
        sleepsOn = false;
        if (Interlocked.CompareExchange(ref _state, RunningInline, Waiting) != Waiting)
            return false;
        try
        {
            // If it was set meanwhile, the loop has to run itself.
            sleepsOn = work(state) && Interlocked.CompareExchange(ref _state, Waiting, RunningInline) == RunningInline;
            if (!sleepsOn)
                Continue();
        }
        catch (Exception e)
        {
            Interlocked.Exchange(ref _state, Idle);
            _core.SetException(e);
        }

        return true;
    }

    /// <summary>As <see cref="TryRunInline"/>, but sets the signal if the loop is awake.</summary>
    public void RunInlineOrSignal<TState>(Func<TState, bool> work, TState state)
    {
        if (!TryRunInline(work, state, out _))
            Set();
    }

    /// <summary>Waits for <see cref="Set"/>. Returns at once if it was called since the last wait. One waiter at a time.</summary>
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
        // The loop still sleeps, so only calls of Set can have changed the state since.
        Interlocked.Exchange(ref _state, Idle);
        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
