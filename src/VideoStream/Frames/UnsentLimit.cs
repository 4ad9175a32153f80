using System.Net.Sockets;

namespace VideoStream.Frames;

/// <summary>
/// Keeps the kernel from queueing frames for a slow link. By default it takes megabytes, which are seen seconds late. With
/// <c>TCP_NOTSENT_LOWAT</c> (tcp(7)) it takes more only when little is unsent.
/// </summary>
internal static class UnsentLimit
{
    /// <summary>The kernel accepts more bytes only while fewer than these are unsent.</summary>
    public const int Bytes = 32 * 1024;

    // IPPROTO_TCP and TCP_NOTSENT_LOWAT, from the kernel's include/uapi/linux/tcp.h.
    private const int Tcp = 6, NotSentLowWater = 25;

    /// <summary>
    /// Limits a TCP connection, on Linux. That is good for all streams which share it: what is queued of one delays the others.
    /// </summary>
    public static void Apply(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWater, BitConverter.GetBytes(Bytes));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone: the first send fails.
        }
    }
}
