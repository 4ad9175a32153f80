using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A client that can break the protocol, which a library cannot.</summary>
internal sealed class RawClient : IDisposable
{
    private const byte FinalClose = 0x88;

    private readonly Stream _stream;
    private readonly SemaphoreSlim _sending = new(1);

    private RawClient(Socket socket, Stream stream) => (Socket, _stream) = (socket, stream);

    /// <summary>The connection. Over TLS, what it reads is encrypted.</summary>
    public Socket Socket { get; }

    /// <summary>Upgrades, and reads only the head of the answer.</summary>
    public static async Task<RawClient> ConnectAsync(Uri service, int receiveBuffer = 0, string? protocol = null)
    {
        RawClient client = await RequestAsync(
            service,
            "/ws/video_feed",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + (protocol is null ? "" : $"Sec-WebSocket-Protocol: {protocol}\r\n"),
            receiveBuffer);
        Assert.StartsWith("HTTP/1.1 101", await client.ReadHeadAsync(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Sends a request and reads nothing.</summary>
    public static async Task<RawClient> RequestAsync(
        Uri service, string path, string headers = "", int receiveBuffer = 0, string version = "1.1", string? host = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer > 0)
            socket.ReceiveBufferSize = receiveBuffer;
        await socket.ConnectAsync(IPAddress.Loopback, service.Port).WaitAsync(TestClient.Timeout);
        Stream stream = new NetworkStream(socket);
        if (service.Scheme == "https")
            stream = await EncryptAsync(stream);
        string request = $"GET {path} HTTP/{version}\r\nHost: {host ?? service.Authority}\r\n{headers}\r\n";
        var client = new RawClient(socket, stream);
        await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(request));
        return client;
    }

    private static async Task<Stream> EncryptAsync(Stream plain)
    {
        var tls = new SslStream(plain);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        };
        await tls.AuthenticateAsClientAsync(options).WaitAsync(TestClient.Timeout);
        return tls;
    }

    /// <summary>Sends bytes. TLS takes one write at a time, and a test may answer a ping while it asks for something.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        Assert.True(await _sending.WaitAsync(TestClient.Timeout), "the send before does not end");
        try
        {
            await _stream.WriteAsync(bytes, CancellationToken.None).AsTask().WaitAsync(TestClient.Timeout);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Reads until the comment of the next frame, in any framing.</summary>
    /// <returns>Capture time of the frame.</returns>
    public async Task<DateTimeOffset> NextCaptureAsync()
    {
        const string Name = "captured_us=";
        string seen = "";
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (!seen.EndsWith(Name, StringComparison.Ordinal))
        {
            timeout.Token.ThrowIfCancellationRequested();
            seen = (seen + (char)(await ReadAsync(1))[0])[^Math.Min(Name.Length, seen.Length + 1)..];
        }

        string digits = "";
        while (await ReadAsync(1) is var next && char.IsAsciiDigit((char)next[0]))
            digits += (char)next[0];
        return DateTimeOffset.UnixEpoch.AddMicroseconds(long.Parse(digits, CultureInfo.InvariantCulture));
    }

    public async Task<byte[]> ReadAsync(int length)
    {
        byte[] bytes = new byte[length];
        int at = 0;
        while (at < length)
        {
            int read = await _stream.ReadAsync(bytes.AsMemory(at)).AsTask().WaitAsync(TestClient.Timeout);
            if (read == 0)
                throw new EndOfStreamException();
            at += read;
        }

        return bytes;
    }

    /// <summary>Reads up to the next empty line, and nothing after it.</summary>
    public async Task<string> ReadHeadAsync()
    {
        string head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            Assert.True(head.Length < 10_000, "the head never ends");
            head += (char)(await ReadAsync(1))[0];
        }

        return head;
    }

    /// <summary>Reads a WebSocket frame of the server, which must not be masked.</summary>
    /// <returns>The first byte (FIN and opcode), and the payload.</returns>
    public async Task<(byte First, byte[] Payload)> ReadFrameAsync()
    {
        byte[] head = await ReadAsync(2);
        int length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => checked((int)BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8))),
            _ => head[1],
        };
        Assert.True(head[1] <= 127, "a frame is masked");
        return (head[0], await ReadAsync(length));
    }

    /// <summary>Reads WebSocket frames up to the close frame.</summary>
    /// <returns>The status of the close frame, and its text.</returns>
    public async Task<(WebSocketCloseStatus Status, string Text)> ReadCloseAsync()
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (true)
        {
            timeout.Token.ThrowIfCancellationRequested();
            var (first, payload) = await ReadFrameAsync();
            if (first == FinalClose)
            {
                var status = (WebSocketCloseStatus)BinaryPrimitives.ReadUInt16BigEndian(payload);
                return (status, System.Text.Encoding.UTF8.GetString(payload.AsSpan(2)));
            }
        }
    }

    /// <summary>Reads until the service has closed or reset the connection.</summary>
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
            // A reset is an end too.
        }
    }

    /// <summary>Sends a WebSocket frame of a client, masked with zeros.</summary>
    /// <param name="first">The first byte: FIN and opcode.</param>
    /// <param name="payload">At most 125 bytes.</param>
    /// <param name="claimed">Length in the header, if different from the real one.</param>
    public Task SendFrameAsync(byte first, byte[] payload, int? claimed = null) =>
        SendAsync([first, (byte)(0x80 | (claimed ?? payload.Length)), 0, 0, 0, 0, .. payload]);

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    public void Dispose()
    {
        Socket.Dispose();
        _stream.Dispose();
        _sending.Dispose();
    }
}
