using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Transports.WebSockets;

/// <summary>
/// One writer at a time. To take a free turn and to give it back is one atomic operation each, because that is done for every frame; a
/// <see cref="SemaphoreSlim"/> takes a lock for both.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to dispose of.")]
internal sealed class WriteTurn
{
    private readonly SemaphoreSlim _given = new(0);
    private int _takers;

    /// <summary>Takes the turn if it is free.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _takers, 1, 0) == 0;

    /// <summary>
    /// Takes the turn when it is free. Can't be cancelled, since then nobody would take what was given; a write ends with its connection.
    /// </summary>
    public Task TakeAsync() => Interlocked.Increment(ref _takers) == 1 ? Task.CompletedTask : _given.WaitAsync();

    /// <summary>Gives the turn to the next who waits for it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _takers) > 0)
            _given.Release();
    }
}
