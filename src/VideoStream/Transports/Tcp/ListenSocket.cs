using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Opens the sockets that listen. Their connections have small segments over loopback too, as over any other network. Linux delays the
/// acknowledgement of less than two segments once a client has answered something, and over loopback, where a segment may have 64 KiB, that
/// is most of a frame: its window then stays so small that each frame has to wait for it, at twice the cost (bench/HISTORY.md).
/// </summary>
internal static class ListenSocket
{
    /// <summary>Maximum size of a segment, in bytes. Most networks carry 1,460, few 8,960.</summary>
    public const int MaxSegment = 4096;

    // IPPROTO_TCP and TCP_MAXSEG, tcp(7). Connections take it over from the socket that listens.
    private const int Tcp = 6, MaxSegmentSize = 2;

    /// <summary>Opens a socket and binds it.</summary>
    public static Socket Create(EndPoint endpoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux() && endpoint is IPEndPoint)
            socket.SetRawSocketOption(Tcp, MaxSegmentSize, BitConverter.GetBytes(MaxSegment));
        return socket;
    }
}
