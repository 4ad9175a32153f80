using VideoStream.Viewers;

namespace VideoStream.Relay;

/// <summary>
/// Who may publish a frame over a connection that all share: anybody while there is room, and else one after the other, in the order in
/// which they came. For any thread.
/// </summary>
/// <param name="hasRoom">Says whether there is room now. Called by one thread at a time. Must not block.</param>
/// <param name="time">The clock.</param>
internal sealed class PublishTurns(Func<bool> hasRoom, TimeProvider time)
{
    /// <summary>How often it is looked whether there is room. The kernel does not say.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a frame may take to be encoded for the one whose turn it is.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly LinkedList<WakeSignal> _waiting = new();
    private WakeSignal? _next;
    private long _nextSince;
    private bool _isChecking;

    /// <summary>Whether one may publish a frame now. If not, it is woken when it may.</summary>
    /// <param name="publisher">Wakes it. It is known by this.</param>
    public bool TryBegin(WakeSignal publisher)
    {
        lock (_gate)
        {
            if (_next == publisher || (_next is null && _waiting.Count == 0 && hasRoom()))
                return true;
            if (!_waiting.Contains(publisher))
                _waiting.AddLast(publisher);
            if (!_isChecking)
                _ = CheckAsync();
            return false;
        }
    }

    /// <summary>One has written its frame, or has none: it is the turn of the others.</summary>
    public void End(WakeSignal publisher)
    {
        lock (_gate)
        {
            _waiting.Remove(publisher);
            _next = _next == publisher ? null : _next;
        }
    }

    /// <summary>Looks whose turn it is, and wakes that one. Done again and again while somebody waits.</summary>
    /// <returns>Whether somebody waits.</returns>
    public bool Check()
    {
        WakeSignal? woken;
        lock (_gate)
        {
            woken = TakeTurn();
            _isChecking = _waiting.Count > 0 || _next is not null;
            if (!_isChecking)
                return false;
        }

        woken?.Set();
        return true;
    }

    private async Task CheckAsync()
    {
        _isChecking = true;
        do
            await Task.Delay(CheckInterval, time);
        while (Check());
    }

    /// <returns>The one whose turn begins.</returns>
    private WakeSignal? TakeTurn()
    {
        if (_next is not null && time.GetElapsedTime(_nextSince) < LongestTurn)
            return null;
        _next = null;
        if (_waiting.First is not { } first || !hasRoom())
            return null;
        _waiting.RemoveFirst();
        (_next, _nextSince) = (first.Value, time.GetTimestamp());
        return _next;
    }
}
