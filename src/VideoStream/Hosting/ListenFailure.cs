using System.Net;
using System.Net.Sockets;

namespace VideoStream.Hosting;

/// <summary>Names the address that can't be listened on, and what to do. The system's error has neither.</summary>
internal static class ListenFailure
{
    // Linux: net.ipv4.ip_unprivileged_port_start, by default.
    private const int FirstFreePort = 1024;

    /// <summary>Opens the socket of an address.</summary>
    /// <param name="endpoint">The address.</param>
    /// <param name="open">Opens it.</param>
    /// <exception cref="StartException">It can't be opened. The web server itself reports an address in use.</exception>
    public static Socket Explain(EndPoint endpoint, Func<EndPoint, Socket> open)
    {
        try
        {
            return open(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode is not SocketError.AddressAlreadyInUse)
        {
            throw new StartException($"cannot listen on {endpoint}: {Cause(endpoint, e)}");
        }
    }

    private static string Cause(EndPoint endpoint, SocketException exception) => (exception.SocketErrorCode, endpoint) switch
    {
        (SocketError.AccessDenied, IPEndPoint { Port: < FirstFreePort }) =>
            "this user may not use a port below 1024. Choose another port, or give the service CAP_NET_BIND_SERVICE, see "
            + "'The systemd unit' in docs/operate.md",
        (SocketError.AddressNotAvailable, _) =>
            "this machine does not have this address. 'ip address' lists those that it has, and 0.0.0.0 stands for all of them",
        _ => exception.Message,
    };
}
