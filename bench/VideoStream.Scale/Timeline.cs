namespace VideoStream.Scale;

/// <summary>What happens when. Events of the same moment happen in the order in which they were added.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Number)> _events = new();
    private long _added;

    public VirtualTime Time { get; } = new();

    public TimeSpan Now => Time.Now;

    /// <summary>Something happens after a time.</summary>
    public void After(TimeSpan time, Action action) => _events.Enqueue(action, (Now + time, _added++));

    /// <summary>Something happens after a time, and again and again.</summary>
    /// <param name="first">The time until the first one.</param>
    /// <param name="interval">The time between two.</param>
    /// <param name="action">Returns whether to go on.</param>
    public void Every(TimeSpan first, TimeSpan interval, Func<bool> action) => After(first, () =>
    {
        if (action())
            Every(interval, interval, action);
    });

    /// <summary>Lets everything happen until a time.</summary>
    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out Action? action, out (TimeSpan At, long Number) next) && next.At <= end)
        {
            _events.Dequeue();
            Time.Now = next.At;
            action();
        }

        Time.Now = end;
    }
}
