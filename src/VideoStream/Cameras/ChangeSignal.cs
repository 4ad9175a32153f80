using System.Threading.Channels;

namespace VideoStream.Cameras;

/// <summary>Wakes one loop. Any number of changes between two waits wake it once.</summary>
internal sealed class ChangeSignal(TimeProvider time)
{
    private readonly Channel<bool> _changes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Signals a change. Never blocks.</summary>
    public void Set() => _changes.Writer.TryWrite(true);

    /// <summary>Waits for a change.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _changes.Reader.ReadAsync(cancellationToken);

    /// <summary>Waits for a change, at most this long.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => WaitForFirstAsync(atMost, null, cancellationToken);

    /// <summary>Waits for a change or for the end of a task, at most this long.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(TimeSpan atMost, Task task, CancellationToken cancellationToken) =>
        WaitForFirstAsync(atMost, task, cancellationToken);

    private async Task WaitForFirstAsync(TimeSpan atMost, Task? task, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task change = _changes.Reader.WaitToReadAsync(done.Token).AsTask();
        Task timer = Task.Delay(RoundUp(atMost), time, done.Token);
        await Task.WhenAny(change, timer, task ?? timer);
        _changes.Reader.TryRead(out _);
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Rounds up to whole milliseconds, the resolution of timers, so that a wait never ends early.</summary>
    private static TimeSpan RoundUp(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan ? span : TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(span.TotalMilliseconds)));
}
