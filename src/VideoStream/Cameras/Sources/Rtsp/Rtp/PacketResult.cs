namespace VideoStream.Cameras.Sources.Rtsp.Rtp;

/// <summary>What became of a packet.</summary>
internal enum PacketResult
{
    /// <summary>No access unit is complete.</summary>
    Added,

    /// <summary>The access unit is complete with this packet.</summary>
    Complete,

    /// <summary>The access unit was complete before this packet, which belongs to the next one and is to be added again.</summary>
    CompleteBefore,

    /// <summary>The packet is of a kind that is not supported.</summary>
    Unsupported,
}
