namespace VideoStream.Transports.Snapshot;

/// <summary>
/// Bounds the snapshots that are being sent, by number and by time, because a client that reads slowly holds memory and a connection. A
/// new one is never refused: beyond the number, the one that has been sent for longest is cut, which is the slowest.
/// </summary>
internal sealed class SnapshotSends(TimeProvider time)
{
    /// <summary>Maximum number of snapshots that are being sent.</summary>
    public const int AtOnce = 32;

    /// <summary>Maximum time that one may take.</summary>
    public static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();

    // The one that began first is the first.
    private readonly LinkedList<CancellationTokenSource> _running = new();

    /// <summary>How many are being sent.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _running.Count;
        }
    }

    /// <summary>Runs a send.</summary>
    /// <param name="send">Sends, and ends soon after the token is cancelled.</param>
    /// <param name="cut">Cuts the connection of a send that took too long.</param>
    public async Task RunAsync(Func<Task> send, Action cut)
    {
        using var end = new CancellationTokenSource(LongestSend, time);
        await using CancellationTokenRegistration registration = end.Token.Register(cut);
        LinkedListNode<CancellationTokenSource> node = Begin(end);
        try
        {
            await send();
        }
        finally
        {
            lock (_gate)
                Remove(node);
        }
    }

    private LinkedListNode<CancellationTokenSource> Begin(CancellationTokenSource end)
    {
        lock (_gate)
        {
            if (_running.Count >= AtOnce)
                CutFirst();
            return _running.AddLast(end);
        }
    }

    private void CutFirst()
    {
        CancellationTokenSource first = _running.First!.Value;
        _running.RemoveFirst();
        // On another thread, because what it cuts may end right there and remove itself.
        _ = first.CancelAsync();
    }

    private void Remove(LinkedListNode<CancellationTokenSource> node)
    {
        if (node.List is not null)
            _running.Remove(node);
    }
}
