namespace VideoStream.Load.Measuring;

/// <summary>The clock of the capture times in frames.</summary>
internal static class WallClock
{
    /// <summary>Unix time in microseconds.</summary>
    public static long NowUs() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
