using VideoStream.Adaptation;

namespace VideoStream.Tests.Support;

/// <summary>A kernel that knows what the test says: nothing, at first.</summary>
internal sealed class ScriptedProbe : ILinkProbe
{
    /// <summary>The sample; null where the platform has none.</summary>
    public TcpSnapshot? Snapshot { get; set; }

    /// <summary>A sample of a connection on which so many bytes have been acknowledged.</summary>
    public static TcpSnapshot Acknowledged(long bytes) => new()
    {
        Acknowledged = bytes,
        BytesInFlight = 0,
        Busy = TimeSpan.Zero,
        ReceiverLimited = TimeSpan.Zero,
        ShortestRoundTrip = TimeSpan.FromMilliseconds(1),
        Retransmitted = 0,
        Segment = 1448,
        InSlowStart = false,
    };

    public bool TryRead(out TcpSnapshot snapshot)
    {
        snapshot = Snapshot.GetValueOrDefault();
        return Snapshot is not null;
    }
}
