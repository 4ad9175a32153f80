using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>Samples of the kernel's statistics, with times in milliseconds.</summary>
internal static class TcpSamples
{
    public static TcpSnapshot Of(long acknowledged = 0, long inFlight = 0, double busy = 0, double minRtt = 10) => new()
    {
        Acknowledged = acknowledged,
        BytesInFlight = inFlight,
        Busy = TimeSpan.FromMilliseconds(busy),
        ReceiverLimited = TimeSpan.Zero,
        MinRtt = TimeSpan.FromMilliseconds(minRtt),
        Retransmitted = 0,
        Segment = 1460,
        InSlowStart = false,
    };
}
