namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>What came next over a connection.</summary>
internal enum RtspItem
{
    /// <summary>A packet of RTP or RTCP.</summary>
    Packet,

    /// <summary>A response, or a request of the camera.</summary>
    Message,

    /// <summary>The camera has closed the connection, between two of them.</summary>
    Ended,

    /// <summary>The connection has ended within one of them.</summary>
    Cut,

    /// <summary>The head of a message is longer than allowed.</summary>
    TooLong,

    /// <summary>The body of a message is longer than allowed.</summary>
    BodyTooLong,

    /// <summary>Neither a packet nor a message of RTSP.</summary>
    NotRtsp,
}
