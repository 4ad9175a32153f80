using System.Threading.Channels;

namespace VideoStream.Cameras;

/// <summary>Wakes one loop that otherwise waits for a time. Any number of changes before it waits again wake it once.</summary>
internal sealed class ChangeSignal(TimeProvider time)
{
    private readonly Channel<bool> _changes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Something has changed.</summary>
    public void Set() => _changes.Writer.TryWrite(true);

    /// <summary>Waits for a change, for a time, or for the end of something, whichever is first.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitAsync(TimeSpan atMost, Task? orEnd, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task change = _changes.Reader.WaitToReadAsync(done.Token).AsTask();
        Task timer = Task.Delay(WholeMilliseconds(atMost), time, done.Token);
        await Task.WhenAny(change, timer, orEnd ?? timer);
        _changes.Reader.TryRead(out _);
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Rounded up to what timers know, so that what was waited for is over when they ring.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan ? span : TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(span.TotalMilliseconds)));
}
