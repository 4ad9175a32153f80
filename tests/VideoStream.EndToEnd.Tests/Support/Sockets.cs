using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>TCP connections, closed together.</summary>
internal sealed class Sockets : IDisposable
{
    private readonly List<Socket> _all = [];

    /// <summary>It may be reset, while others are being cut.</summary>
    public async Task TryConnectAsync(Uri service)
    {
        try
        {
            await ConnectAsync(service);
        }
        catch (SocketException)
        {
            // Refused.
        }
    }

    public async Task<Socket> ConnectAsync(Uri service)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _all.Add(socket);
        await socket.ConnectAsync(IPAddress.Loopback, service.Port).WaitAsync(TestClient.Timeout);
        return socket;
    }

    public void Dispose() => _all.ForEach(socket => socket.Dispose());
}
