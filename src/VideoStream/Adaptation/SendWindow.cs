namespace VideoStream.Adaptation;

/// <summary>
/// How much may be on its way to a viewer: what fills the distance, and what the target delay allows to queue. More would only lie in a queue and
/// grow old. No clock: times are those of the caller.
/// </summary>
/// <param name="tcp">What the kernel tells.</param>
/// <param name="acked">What acknowledgements tell.</param>
/// <param name="target">How long a picture may queue.</param>
internal sealed class SendWindow(TcpLink tcp, AckedLink acked, TimeSpan target)
{
    /// <summary>What a viewer's acknowledgements may vary by without costing pictures: a browser draws in step with its screen.</summary>
    public static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(50);

    /// <summary>How soon to look again whether there is room, where nothing tells.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(4), LongestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>How long to wait before one more picture may go to a viewer that acknowledges.</summary>
    /// <param name="next">Its bytes.</param>
    /// <param name="rate">Pictures a second that the viewer is to get.</param>
    /// <param name="carries">Bytes a second that the link was seen to carry.</param>
    /// <param name="mayCarry">Bytes a second that it may carry.</param>
    /// <returns>Zero if it may go at once; else when to look again, unless an acknowledgement comes before.</returns>
    public TimeSpan WaitForAcknowledgement(double next, double rate, double carries, double mayCarry)
    {
        if (acked.Pictures == 0)
            return TimeSpan.Zero;
        double seconds = (acked.Distance + Jitter).TotalSeconds + (next / carries);
        int pictures = (int)Math.Ceiling(Math.Min(seconds * rate, byte.MaxValue)) + acked.Stride - 1;
        return acked.Pictures < pictures && acked.IsRateKnown && Fits(acked.Bytes + next, mayCarry, acked.Distance)
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(1);
    }

    /// <summary>How long to wait before one more picture may go to a viewer of whom only the kernel tells.</summary>
    /// <param name="next">Its bytes.</param>
    /// <param name="mayCarry">Bytes a second that the link may carry.</param>
    /// <param name="now">The time.</param>
    /// <returns>Zero if it may go at once; else when to look again.</returns>
    public TimeSpan WaitForKernel(double next, double mayCarry, TimeSpan now)
    {
        if (tcp.Outstanding == 0)
            return TimeSpan.Zero;
        bool late = tcp.OldestSentAt is { } oldest && now - oldest > tcp.Distance + target + tcp.Allowance(now);
        if (!late && tcp.IsRateKnown && Fits(tcp.Outstanding + next, mayCarry, tcp.Distance))
            return TimeSpan.Zero;
        double seconds = tcp.Outstanding / tcp.Rate;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestWait.TotalSeconds, LongestWait.TotalSeconds));
    }

    private bool Fits(double onTheWay, double mayCarry, TimeSpan distance) => onTheWay <= mayCarry * (distance + target).TotalSeconds;
}
