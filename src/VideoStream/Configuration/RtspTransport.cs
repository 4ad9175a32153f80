namespace VideoStream.Configuration;

/// <summary>How pictures come from an RTSP camera.</summary>
internal enum RtspTransport
{
    /// <summary>Over the same connection as the control: nothing is lost on the way.</summary>
    Tcp,

    /// <summary>As datagrams, for cameras that know nothing else.</summary>
    Udp,
}
