namespace VideoStream.Cameras;

/// <summary>Judges a connection by the time that it has delivered nothing, and by the camera's frame rate.</summary>
internal static class StallRule
{
    /// <summary>A connection that has been stalled for this time is given up.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A camera whose rate has not been seen yet is not given up before this time without a frame: it may be a slow one, such as a camera
    /// that sends a frame every ten seconds. If it were given up sooner, its rate could never be seen.
    /// </summary>
    public static readonly TimeSpan UnknownRateTimeout = TimeSpan.FromSeconds(15);

    private const int StalledIntervals = 5;

    private static readonly TimeSpan ShortestOpenTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestStall = TimeSpan.FromSeconds(2);

    // Nothing signals that a source has opened.
    private static readonly TimeSpan OpenCheckInterval = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time after which a source that is not open is given up: 10 s, or three frame intervals if that is longer, because some sources
    /// are open only with their first frame.
    /// </summary>
    /// <param name="rate">Configured frames per second.</param>
    public static TimeSpan OpenTimeout(double rate) => Max(ShortestOpenTimeout, TimeSpan.FromSeconds(3 / rate));

    /// <summary>The time without a frame after which an open source is stalled: 2 s, or five frame intervals if that is longer.</summary>
    /// <param name="rate">Frames per second of the source.</param>
    public static TimeSpan StalledAfter(double rate) => Max(ShortestStall, TimeSpan.FromSeconds(StalledIntervals / rate));

    /// <summary>Judges a source that is not open yet.</summary>
    /// <param name="elapsed">The time since the connection started.</param>
    /// <param name="rate">Configured frames per second.</param>
    /// <returns>The health, and when to check again.</returns>
    public static (ConnectionHealth Health, TimeSpan NextCheck) CheckOpening(TimeSpan elapsed, double rate)
    {
        TimeSpan left = OpenTimeout(rate) - elapsed;
        return left <= TimeSpan.Zero
            ? (ConnectionHealth.OpenTimedOut, TimeSpan.Zero)
            : (ConnectionHealth.Good, left < OpenCheckInterval ? left : OpenCheckInterval);
    }

    /// <summary>Judges an open source.</summary>
    /// <param name="silence">The time since the last frame, or since the source opened.</param>
    /// <param name="rate">Frames per second of the source.</param>
    /// <param name="isRateKnown">Whether the rate was seen. Otherwise it is only the configured one.</param>
    /// <returns>The health, and when to check again.</returns>
    public static (ConnectionHealth Health, TimeSpan NextCheck) CheckOpen(TimeSpan silence, double rate, bool isRateKnown)
    {
        TimeSpan stalledAfter = StalledAfter(rate);
        TimeSpan givenUpAfter = Max(stalledAfter + StallTimeout, isRateKnown ? TimeSpan.Zero : UnknownRateTimeout);
        if (silence < stalledAfter)
            return (ConnectionHealth.Good, stalledAfter - silence);
        return silence < givenUpAfter
            ? (ConnectionHealth.Stalled, givenUpAfter - silence)
            : (ConnectionHealth.StalledTooLong, TimeSpan.Zero);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
