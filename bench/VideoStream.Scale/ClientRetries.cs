namespace VideoStream.Scale;

/// <summary>
/// When the page's client tries again: the rule and the numbers of <c>wwwroot/js/client/retry-schedule.js</c>, and of the silence in
/// <c>connection.js</c> beside it. <c>ClientRetriesTests</c> compares the numbers.
/// </summary>
internal sealed class ClientRetries(Random random)
{
    public const double FirstMs = 500, LongestMs = 15_000, FullMs = 2_000, FirstFullMs = 400;

    /// <summary>A ping each so many seconds, and after so many without an answer the connection counts as lost.</summary>
    public const int PingIntervalMs = 2_000, SilentPings = 3;

    private int _losses;
    private int _fulls;

    /// <summary>The relay has admitted this client.</summary>
    public void Reset() => _losses = _fulls = 0;

    /// <summary>The wait after a loss, longer each time.</summary>
    public TimeSpan Lost() => Spread(Math.Min(LongestMs, FirstMs * Math.Pow(2, _losses++)), 0.5, 1.5);

    /// <summary>The wait for a place.</summary>
    public TimeSpan Full() => Spread(_fulls++ == 0 ? FirstFullMs : FullMs, 0.75, 1.05);

    /// <summary>The time until the client notices that nothing comes any more: the pings are at any time of the last answer.</summary>
    public TimeSpan Silence() => TimeSpan.FromMilliseconds(PingIntervalMs * (SilentPings + random.NextDouble()));

    private TimeSpan Spread(double ms, double from, double to) =>
        TimeSpan.FromMilliseconds(ms * (from + (random.NextDouble() * (to - from))));
}
