namespace VideoStream.Adaptation;

/// <summary>
/// The bytes that may be in flight: what the link carries in the base delay plus the target delay. More would only queue and grow old.
/// </summary>
/// <param name="tcp">The kernel's view of the link.</param>
/// <param name="target">Maximum queueing delay, in addition to the round-trip time.</param>
internal sealed class SendWindow(TcpEstimator tcp, TimeSpan target)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(4), LongestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait for room for one more frame.</summary>
    /// <param name="nextBytes">The frame's size.</param>
    /// <param name="allowedRate">Bytes a second that may be sent.</param>
    /// <param name="now">The time.</param>
    /// <returns>Zero if there is room; else the time after which to ask again.</returns>
    public TimeSpan Wait(double nextBytes, double allowedRate, TimeSpan now)
    {
        if (tcp.BytesInFlight == 0)
            return TimeSpan.Zero;
        TimeSpan window = tcp.BaseRtt + target;
        bool isLate = tcp.OldestSentAt is { } oldest && now - oldest > window + tcp.DelayTolerance(now);
        if (!isLate && tcp.IsRateKnown && tcp.BytesInFlight + nextBytes <= allowedRate * window.TotalSeconds)
            return TimeSpan.Zero;
        double seconds = tcp.BytesInFlight / tcp.Rate;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestWait.TotalSeconds, LongestWait.TotalSeconds));
    }
}
