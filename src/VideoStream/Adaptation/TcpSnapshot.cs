namespace VideoStream.Adaptation;

/// <summary>What the kernel knows of a connection at one moment: the part of Linux's <c>struct tcp_info</c> that tells of its link.</summary>
internal readonly record struct TcpSnapshot
{
    /// <summary>Bytes that the other side has acknowledged so far.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Bytes that were written and are not acknowledged, sent or not, rounded up to whole packets.</summary>
    public required long BytesInFlight { get; init; }

    /// <summary>For how long there was something outstanding, so far.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>For how much of that the other side had no room, so far.</summary>
    public required TimeSpan ReceiverLimited { get; init; }

    /// <summary>The shortest round trip of a packet in the last minutes: the distance.</summary>
    public required TimeSpan ShortestRoundTrip { get; init; }

    /// <summary>How many packets were sent once more, so far.</summary>
    public required long Retransmitted { get; init; }

    /// <summary>The size of a full packet, in bytes.</summary>
    public required int Segment { get; init; }

    /// <summary>Whether it has not found out yet how much it may send at once: it doubles that with each round trip.</summary>
    public required bool InSlowStart { get; init; }
}
