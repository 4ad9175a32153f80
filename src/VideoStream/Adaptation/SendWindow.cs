namespace VideoStream.Adaptation;

/// <summary>
/// How much may be on its way to a viewer: what fills the distance, and what the target delay allows to queue. More would only lie in a queue and
/// grow old. No clock: times are those of the caller.
/// </summary>
/// <param name="tcp">What the kernel tells.</param>
/// <param name="target">How long a frame may queue.</param>
internal sealed class SendWindow(TcpEstimator tcp, TimeSpan target)
{
    /// <summary>What a viewer's acknowledgements may vary by without costing frames: a browser draws in step with its screen.</summary>
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(50);

    /// <summary>How soon to look again whether there is room, where nothing tells.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(4), LongestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait before one more frame may be sent.</summary>
    /// <param name="next">Its bytes.</param>
    /// <param name="mayCarry">Bytes a second that the link may carry.</param>
    /// <param name="now">The time.</param>
    /// <returns>Zero if it may go at once; else when to look again.</returns>
    public TimeSpan Wait(double next, double mayCarry, TimeSpan now)
    {
        if (tcp.BytesInFlight == 0)
            return TimeSpan.Zero;
        bool late = tcp.OldestSentAt is { } oldest && now - oldest > tcp.MinRtt + target + tcp.DelayTolerance(now);
        if (!late && tcp.IsRateKnown && tcp.BytesInFlight + next <= mayCarry * (tcp.MinRtt + target).TotalSeconds)
            return TimeSpan.Zero;
        double seconds = tcp.BytesInFlight / tcp.Rate;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestWait.TotalSeconds, LongestWait.TotalSeconds));
    }
}
