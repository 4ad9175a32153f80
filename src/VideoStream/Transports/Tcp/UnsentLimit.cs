using System.Net.Sockets;
using VideoStream.Adaptation;

namespace VideoStream.Transports.Tcp;

/// <summary>
/// Keeps the kernel from queueing frames for a viewer on a slow link: by default it takes megabytes of them, which the viewer then
/// sees seconds late. <c>TCP_NOTSENT_LOWAT</c> (tcp(7)) lets it take more only when little is left that it has not sent at all.
/// </summary>
internal static class UnsentLimit
{
    // IPPROTO_TCP and TCP_NOTSENT_LOWAT, from the kernel's include/uapi/linux/tcp.h.
    private const int Tcp = 6, NotSentLowWater = 25;

    /// <summary>Limits the connection of a request, on Linux and where it is a TCP connection.</summary>
    public static void Apply(HttpContext context)
    {
        if (!OperatingSystem.IsLinux() || ConnectionSocket.Of(context) is not { } socket)
            return;
        try
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(TcpInfoSampler.MaxUnsent));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone already, which the first send will tell.
        }
    }
}
