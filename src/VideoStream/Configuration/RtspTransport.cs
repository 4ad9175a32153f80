namespace VideoStream.Configuration;

/// <summary>The transport of an RTSP camera's frames.</summary>
internal enum RtspTransport
{
    /// <summary>Interleaved with the control connection, without packet loss.</summary>
    Tcp,

    /// <summary>RTP datagrams, for cameras that support nothing else.</summary>
    Udp,
}
