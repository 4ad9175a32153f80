using VideoStream.Configuration;

namespace VideoStream.Transports.Connections;

/// <summary>
/// Counts the open connections, so that they never take the descriptors that cameras need. At the limit, the connection that has been
/// without a request for longest gives way to a new one. If all have requests, a few more are let in for health checks alone.
/// </summary>
/// <param name="limit">Maximum number of connections.</param>
internal sealed class ConnectionBudget(int limit)
{
    /// <summary>Connections above the limit that are let in for health checks.</summary>
    public const int Reserve = 16;

    /// <summary>Connections that gave way and are not closed yet, of which there may be this many at a time.</summary>
    public const int MaxCut = 24;

    /// <summary>Descriptors that are left to cameras, to <see cref="MaxCut"/>, and to the connections of <see cref="Reserve"/>.</summary>
    private const int OtherFiles = 64;

    /// <summary>Descriptors of assemblies that are loaded after the start, 66 or so. One that can't be loaded ends the process.</summary>
    private const int LaterFiles = 96;

    private readonly Lock _gate = new();

    // The one that has been idle for longest is the first.
    private readonly LinkedList<ConnectionSlot> _idle = new();
    private int _open;
    private int _evicted;
    private long _evictions;

    public int Limit => limit;

    /// <summary>How many are open, including those that are being cut.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open;
        }
    }

    /// <summary>How many gave way since the start.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>How many connections a process can have.</summary>
    /// <param name="openFiles">How many files it may still open.</param>
    public static int Most(int openFiles) => Math.Max(Reserve, openFiles - OtherFiles - LaterFiles);

    /// <summary>The configured budget. It is never above what the process can have.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="openFiles">How many files the process may still open.</param>
    public static ConnectionBudget Of(LimitsOptions options, int openFiles) =>
        new(options.MaxConnections == 0 ? Most(openFiles) : Math.Min(options.MaxConnections, Most(openFiles)));

    /// <summary>Counts a new connection, which has no request yet. <see cref="Leave"/> must follow if it is let in.</summary>
    /// <param name="slot">The connection.</param>
    /// <param name="evicted">The connection that gives way, which the caller cuts; null if none does.</param>
    /// <returns>False if there is no room: the caller cuts the new connection.</returns>
    public bool TryEnter(ConnectionSlot slot, out ConnectionSlot? evicted)
    {
        lock (_gate)
        {
            evicted = _open - _evicted >= limit ? EvictIdle() : null;
            int remaining = _open - _evicted;
            if (remaining >= limit + Reserve || _open >= limit + Reserve + MaxCut)
                return false;
            slot.IsReserve = remaining >= limit;
            slot.Idle = _idle.AddLast(slot);
            _open++;
            return true;
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Leave(ConnectionSlot slot)
    {
        lock (_gate)
        {
            _open--;
            if (slot.IsEvicted)
                _evicted--;
            RemoveIdle(slot);
        }
    }

    /// <summary>A request begins on a connection, which is not idle until <see cref="EndRequest"/>.</summary>
    public void BeginRequest(ConnectionSlot slot)
    {
        lock (_gate)
        {
            slot.Requests++;
            RemoveIdle(slot);
        }
    }

    /// <summary>A request has ended.</summary>
    public void EndRequest(ConnectionSlot slot)
    {
        lock (_gate)
        {
            if (--slot.Requests == 0 && !slot.IsEvicted)
                slot.Idle = _idle.AddLast(slot);
        }
    }

    /// <summary>Connections of the reserve give way only when it is used up, because most are about to have a request.</summary>
    private ConnectionSlot? EvictIdle()
    {
        bool isReserveUsedUp = _open - _evicted >= limit + Reserve;
        if (_idle.FirstOrDefault(slot => isReserveUsedUp || !slot.IsReserve) is not { } oldest)
            return null;
        RemoveIdle(oldest);
        oldest.IsEvicted = true;
        _evicted++;
        Interlocked.Increment(ref _evictions);
        return oldest;
    }

    private void RemoveIdle(ConnectionSlot slot)
    {
        if (slot.Idle is { } node)
            _idle.Remove(node);
        slot.Idle = null;
    }
}
