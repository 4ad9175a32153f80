namespace VideoStream.Cameras.Sources.Rtsp.Rtp;

/// <summary>What a packet's sequence number says.</summary>
internal enum PacketOrder
{
    /// <summary>It follows the one before, or is the first.</summary>
    Next,

    /// <summary>Packets between them are missing, or the sender has begun anew.</summary>
    AfterLoss,

    /// <summary>It was here before.</summary>
    Repeated,
}
