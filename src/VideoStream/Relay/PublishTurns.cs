namespace VideoStream.Relay;

/// <summary>
/// Who may publish a frame over a connection that all share: anybody while there is room, and else one after the other, in the order in
/// which they came. For any thread.
/// </summary>
/// <param name="queue">
/// How long what was published takes to leave, as far as is known. Called by one thread at a time. Must not block.
/// </param>
/// <param name="time">The clock.</param>
internal sealed class PublishTurns(Func<TimeSpan> queue, TimeProvider time)
{
    /// <summary>The longest queue behind which another frame is published. Relays notice one of this length, and ask for less.</summary>
    public static readonly TimeSpan LongestQueue = TimeSpan.FromMilliseconds(150);

    /// <summary>How long a turn keeps others from theirs: a frame has to be encoded.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(100);

    /// <summary>How often it is looked whether there is room. The kernel does not say.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>As good as all.</summary>
    private const int MaxWidth = 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<Action> _waiting = new();

    /// <summary>Those whose turn it is, each with when that began.</summary>
    private readonly Dictionary<Action, long> _turns = [];

    /// <summary>How many may have their turn at once.</summary>
    private int _width = 1;

    private bool _isChecking;

    /// <summary>
    /// Whether one may publish a frame now. If not, it is woken when it may. It says when it has published one, or has none.
    /// </summary>
    /// <param name="publisher">Wakes it, and must not block. It is known by this.</param>
    public bool TryBegin(Action publisher)
    {
        lock (_gate)
        {
            // A frame that took longer than a turn would take as long the next time.
            if (_turns.ContainsKey(publisher) || (_waiting.Count == 0 && queue() <= LongestQueue))
                return true;
            if (!_waiting.Contains(publisher))
                _waiting.AddLast(publisher);
            if (!_isChecking)
                _ = CheckAsync();
            return false;
        }
    }

    /// <summary>One has published a frame, or has none: it is the turn of the next.</summary>
    public void End(Action publisher)
    {
        Action[] woken;
        lock (_gate)
        {
            _turns.Remove(publisher);
            _waiting.Remove(publisher);
            if (_waiting.Count == 0)
                return;
            TimeSpan waits = queue();
            _width = waits > TimeSpan.Zero ? 1 : _width;
            woken = BeginTurns(waits);
        }

        Wake(woken);
    }

    /// <summary>Looks whose turn it is, and wakes these. Done again and again while somebody waits.</summary>
    /// <returns>Whether somebody waits.</returns>
    public bool Check()
    {
        Action[] woken;
        bool goesOn;
        lock (_gate)
        {
            _isChecking = false;
            TimeSpan waits = queue();
            // Where nothing waits, turns are slower than the link.
            _width = waits > TimeSpan.Zero ? 1 : Math.Min(2 * _width, MaxWidth);
            woken = BeginTurns(waits);
            _isChecking = goesOn = _waiting.Count > 0;
        }

        Wake(woken);
        return goesOn;
    }

    private static void Wake(Action[] woken)
    {
        foreach (Action publisher in woken)
            publisher();
    }

    private async Task CheckAsync()
    {
        _isChecking = true;
        do
            await Task.Delay(CheckInterval, time);
        while (Check());
    }

    /// <returns>Those whose turn begins.</returns>
    private Action[] BeginTurns(TimeSpan waits)
    {
        int free = waits > LongestQueue ? 0 : _width - _turns.Values.Count(IsNew);
        Action[] next = [.. _waiting.Take(free)];
        foreach (Action publisher in next)
        {
            _waiting.RemoveFirst();
            _turns[publisher] = time.GetTimestamp();
        }

        return next;
    }

    private bool IsNew(long since) => time.GetElapsedTime(since) < LongestTurn;
}
