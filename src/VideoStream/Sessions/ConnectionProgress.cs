using System.Buffers.Binary;
using System.Net.Sockets;

namespace VideoStream.Sessions;

/// <summary>
/// Whether the other side takes anything: how many bytes it has acknowledged, as the kernel counts them. It tells a client on a slow
/// link, whose picture takes long, from one that reads nothing.
/// </summary>
internal sealed class ConnectionProgress(Socket? socket)
{
    // IPPROTO_TCP, TCP_INFO and struct tcp_info's tcpi_bytes_acked, from the kernel's include/uapi/linux/tcp.h.
    private const int Tcp = 6, TcpInfo = 11, BytesAcknowledgedOffset = 120;

    private readonly byte[] _info = new byte[BytesAcknowledgedOffset + sizeof(ulong)];
    private ulong _last;

    /// <summary>Whether any byte was acknowledged since the last call; false where the platform can't tell.</summary>
    public bool Advanced()
    {
        if (socket is null || !OperatingSystem.IsLinux())
            return false;
        try
        {
            if (socket.GetRawSocketOption(Tcp, TcpInfo, _info) < _info.Length)
                return false;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }

        ulong acknowledged = BinaryPrimitives.ReadUInt64LittleEndian(_info.AsSpan(BytesAcknowledgedOffset));
        bool advanced = acknowledged != _last;
        _last = acknowledged;
        return advanced;
    }
}
