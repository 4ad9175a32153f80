using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>Sends HTTP requests over a socket of the test, independent of the address.</summary>
internal static class SocketInvoker
{
    /// <summary>Over a Unix domain socket.</summary>
    public static HttpMessageInvoker Unix(string path) => To(
        new UnixDomainSocketEndPoint(path), () => new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));

    /// <summary>Over TCP, with a receive buffer of the given size.</summary>
    public static HttpMessageInvoker Tcp(Uri service, int receiveBuffer) => To(
        new IPEndPoint(IPAddress.Loopback, service.Port),
        () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer });

    private static HttpMessageInvoker To(EndPoint address, Func<Socket> create) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            Socket socket = create();
            try
            {
                await socket.ConnectAsync(address, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });
}
