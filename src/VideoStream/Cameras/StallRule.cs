namespace VideoStream.Cameras;

/// <summary>Judges a connection by the time that it has delivered nothing.</summary>
internal static class StallRule
{
    /// <summary>A source that is not open after this time is given up.</summary>
    public static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A connection that has been stalled for this time is given up.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    private const int StalledIntervals = 5;

    private static readonly TimeSpan ShortestStall = TimeSpan.FromSeconds(2);

    // Nothing signals that a source has opened.
    private static readonly TimeSpan OpenCheckInterval = TimeSpan.FromSeconds(2);

    /// <summary>Judges a source that is not open yet.</summary>
    /// <param name="elapsed">The time since the connection started.</param>
    /// <returns>The health, and when to check again.</returns>
    public static (ConnectionHealth Health, TimeSpan NextCheck) CheckOpening(TimeSpan elapsed)
    {
        TimeSpan left = OpenTimeout - elapsed;
        return left <= TimeSpan.Zero
            ? (ConnectionHealth.OpenTimedOut, TimeSpan.Zero)
            : (ConnectionHealth.Good, left < OpenCheckInterval ? left : OpenCheckInterval);
    }

    /// <summary>Judges an open source: it stalls after 2 s without a frame, or after five frame intervals if that is longer.</summary>
    /// <param name="silence">The time since the last frame, or since the source opened.</param>
    /// <param name="rate">Frames per second of the source.</param>
    /// <returns>The health, and when to check again.</returns>
    public static (ConnectionHealth Health, TimeSpan NextCheck) CheckOpen(TimeSpan silence, double rate)
    {
        var intervals = TimeSpan.FromSeconds(StalledIntervals / rate);
        TimeSpan stalledAfter = intervals > ShortestStall ? intervals : ShortestStall;
        TimeSpan givenUpAfter = stalledAfter + StallTimeout;
        if (silence < stalledAfter)
            return (ConnectionHealth.Good, stalledAfter - silence);
        return silence < givenUpAfter
            ? (ConnectionHealth.Stalled, givenUpAfter - silence)
            : (ConnectionHealth.StalledTooLong, TimeSpan.Zero);
    }
}
