namespace VideoStream.Adaptation;

/// <summary>A sample of the kernel's statistics of a connection: the part of Linux's <c>struct tcp_info</c> about its link.</summary>
internal readonly record struct TcpSnapshot
{
    /// <summary>Bytes that the other side has acknowledged so far.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Bytes that were written and are not acknowledged, sent or not, rounded up to whole packets.</summary>
    public required long BytesInFlight { get; init; }

    /// <summary>The part of them that was not sent yet.</summary>
    public long Unsent { get; init; }

    /// <summary>The total time in which bytes were in flight.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>The part of it in which the other side had no room to receive.</summary>
    public required TimeSpan ReceiverLimited { get; init; }

    /// <summary>The shortest round-trip time of a packet in the last minutes.</summary>
    public required TimeSpan MinRtt { get; init; }

    /// <summary>The number of packets that were sent again so far.</summary>
    public required long Retransmitted { get; init; }

    /// <summary>The size of a full packet, in bytes.</summary>
    public required int Segment { get; init; }

    /// <summary>
    /// The bytes that the other side had room to receive when it sent its last acknowledgement; null if the kernel does not say.
    /// </summary>
    public long? ReceiveWindow { get; init; }

    /// <summary>Whether TCP still doubles its congestion window with each round trip.</summary>
    public required bool InSlowStart { get; init; }

    /// <summary>
    /// Bytes that may pass at once after a pause, whatever the rate of the link: two packets, since a shaper's bucket lets them pass.
    /// On loopback packets are larger, but nothing shapes them.
    /// </summary>
    public int BurstAllowance => BurstAllowanceOf(Segment);

    /// <summary>The same for a size of packets.</summary>
    public static int BurstAllowanceOf(int segment) => 2 * Math.Min(segment, 1460);
}
