namespace VideoStream.Transports.Connections;

/// <summary>One open connection, as <see cref="ConnectionBudget"/> counts it. The budget's lock guards its properties.</summary>
/// <param name="abort">Cuts the connection. Must not wait for its end.</param>
internal sealed class ConnectionSlot(Action abort)
{
    private int _refusals;

    /// <summary>Its place among the idle connections; null while it has a request, or was evicted.</summary>
    public LinkedListNode<ConnectionSlot>? Idle { get; set; }

    /// <summary>Requests that are being answered. HTTP/2 has several at a time.</summary>
    public int Requests { get; set; }

    /// <summary>Whether it gave way to another connection.</summary>
    public bool IsEvicted { get; set; }

    /// <summary>Whether it was let in above the limit. Then only health checks are answered on it.</summary>
    public bool IsReserve { get; set; }

    /// <summary>Counts a request that was refused because its address sends too many.</summary>
    /// <returns>How many there were, this one included.</returns>
    public int CountRefusal() => Interlocked.Increment(ref _refusals);

    /// <summary>Cuts the connection.</summary>
    public void Abort() => abort();
}
