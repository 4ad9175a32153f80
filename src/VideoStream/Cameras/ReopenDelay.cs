namespace VideoStream.Cameras;

/// <summary>How long to wait before a lost camera is tried again: 1 s, doubling to 30 s.</summary>
internal sealed class ReopenDelay
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = Shortest;

    public TimeSpan Next()
    {
        TimeSpan delay = _next;
        _next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }

    /// <summary>The camera delivered: the next loss starts from the shortest wait again.</summary>
    public void Reset() => _next = Shortest;
}
