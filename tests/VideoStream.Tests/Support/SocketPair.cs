using System.Net;
using System.Net.Sockets;

namespace VideoStream.Tests.Support;

/// <summary>A TCP connection on loopback, with both of its ends.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Client.Connect((IPEndPoint)listener.LocalEndpoint);
        Server = listener.AcceptSocket();
    }

    public TcpClient Client { get; } = new();

    public Socket Server { get; }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
