using System.Net.Sockets;
using VideoStream.Adaptation;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Keeps the kernel from queueing frames for a viewer on a slow link. By default it takes megabytes, which the viewer sees seconds late.
/// With <c>TCP_NOTSENT_LOWAT</c> (tcp(7)) it takes more only when little is unsent.
/// </summary>
internal static class UnsentLimit
{
    // IPPROTO_TCP and TCP_NOTSENT_LOWAT, from the kernel's include/uapi/linux/tcp.h.
    private const int Tcp = 6, NotSentLowWater = 25;

    /// <summary>
    /// Limits the connection of a request, on Linux and where it is a TCP connection. That is good for all streams which share it: what is
    /// queued of one delays the others.
    /// </summary>
    public static void Apply(HttpContext context)
    {
        if (!OperatingSystem.IsLinux() || ConnectionSocket.OfConnection(context) is not { } socket)
            return;
        try
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(TcpInfoSampler.MaxUnsent));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone: the first send fails.
        }
    }
}
