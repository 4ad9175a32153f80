using System.Net;
using System.Net.Sockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A client that does with its connection what a well-behaved library never would.</summary>
internal sealed class RawClient : IDisposable
{
    private RawClient(Socket socket)
    {
        Socket = socket;
    }

    public Socket Socket { get; }

    /// <summary>Upgrades, and reads the answer's head and nothing behind it.</summary>
    public static async Task<RawClient> ConnectAsync(Uri service, int receiveBuffer = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(IPAddress.Loopback, service.Port).WaitAsync(TestClient.Timeout);
        string request = $"GET /ws/video_feed HTTP/1.1\r\nHost: {service.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(request)).WaitAsync(TestClient.Timeout);
        var client = new RawClient(socket);
        string head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head += (char)(await client.ReadAsync(1))[0];
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        return client;
    }

    public async Task<byte[]> ReadAsync(int length)
    {
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length)
        {
            int read = await Socket.ReceiveAsync(bytes.AsMemory(at)).AsTask().WaitAsync(TestClient.Timeout);
            if (read == 0)
                throw new EndOfStreamException();
            at += read;
        }

        return bytes;
    }

    /// <summary>Reads until the service has closed or cut the connection.</summary>
    public async Task ReadToEndAsync()
    {
        byte[] bytes = new byte[64 * 1024];
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        try
        {
            while (await Socket.ReceiveAsync(bytes.AsMemory(), timeout.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Cut, which is an end too.
        }
    }

    /// <summary>Sends a frame of a client: masked, with a mask of zeros.</summary>
    /// <param name="first">The first byte: FIN and opcode.</param>
    /// <param name="payload">At most 125 bytes.</param>
    /// <param name="claimed">The length that the header claims, if it is to be another one.</param>
    public Task SendFrameAsync(byte first, byte[] payload, int? claimed = null) =>
        Socket.SendAsync((byte[])[first, (byte)(0x80 | (claimed ?? payload.Length)), 0, 0, 0, 0, .. payload]).WaitAsync(TestClient.Timeout);

    /// <summary>Cuts the connection with a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    public void Dispose() => Socket.Dispose();
}
