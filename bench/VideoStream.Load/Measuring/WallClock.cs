namespace VideoStream.Load.Measuring;

/// <summary>The clock by which pictures say when they were captured.</summary>
internal static class WallClock
{
    /// <summary>Unix time in microseconds.</summary>
    public static long NowUs() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
