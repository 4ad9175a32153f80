namespace VideoStream.Cameras;

/// <summary>
/// How long to wait before a lost camera is tried again: doubling from the shortest wait to the longest, each shortened by up to a quarter
/// at random, so that many who lost the same network don't all come back at once.
/// </summary>
internal sealed class ReconnectBackoff(TimeSpan shortest, TimeSpan longest, Random random)
{
    private TimeSpan _next;

    public TimeSpan Next()
    {
        TimeSpan delay = _next > shortest ? _next : shortest;
        _next = delay * 2 < longest ? delay * 2 : longest;
        TimeSpan jittered = delay * (1 - (random.NextDouble() / 4));
        return jittered > shortest ? jittered : shortest;
    }

    /// <summary>The camera delivered: the next loss starts from the shortest wait again.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
