using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>
/// A camera with a dialect of its own: the answer to a report of the kind "it works in a browser, but not here". What the report shows of
/// the camera's bytes (<c>curl -i --raw</c>) becomes a property each, and one line of a test:
/// <code>
/// using var camera = new DialectCamera { Head = "HTTP/1.1 200\n: GoAhead\nContent-Type: multipart/x-mixed-replace;boundary=x\n\n" };
/// </code>
/// Texts are Latin-1, so each character is a byte (<c>\u00FF</c>). What is not set is that of an ordinary MJPEG camera at 25 frames a
/// second. It counts connections and requests.
/// </summary>
internal sealed class DialectCamera : IDisposable
{
    public const string MjpegHead = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n";
    public const string JpegHead = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {0}\r\n\r\n";

    private readonly ConcurrentBag<byte[]> _sent = [];
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _end = new();
    private TcpListener _listener;
    private int _connections;

    /// <summary>Reserves a port and listens on it.</summary>
    /// <param name="address">The address to listen on; null for 127.0.0.1.</param>
    /// <param name="isAway">Whether nothing listens before <see cref="Start"/>.</param>
    public DialectCamera(IPAddress? address = null, bool isAway = false)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        if (isAway)
            _listener.Stop();
        else
            _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Head of each response. <c>{0}</c> is the length of the JPEG, for <see cref="IsPolled"/>.</summary>
    public string Head { get; init; } = MjpegHead;

    /// <summary>Whether each request is answered with one JPEG.</summary>
    public bool IsPolled { get; init; }

    /// <summary>Whether the connection is closed after each response. Otherwise the next request is awaited.</summary>
    public bool ClosesAfterResponse { get; init; }

    /// <summary>What precedes the first part.</summary>
    public string Preamble { get; init; } = "";

    /// <summary>What precedes each JPEG. <c>{0}</c> is its length.</summary>
    public string PartHead { get; init; } = "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {0}\r\n\r\n";

    /// <summary>What follows each JPEG.</summary>
    public string PartTail { get; init; } = "\r\n";

    /// <summary>Changes the bytes of a JPEG before it is sent.</summary>
    public Func<byte[], byte[]> Change { get; init; } = jpeg => jpeg;

    /// <summary>Whether each part is a chunk. The head has to say so.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Maximum bytes of a write, so that the stream is cut where TCP rarely cuts it. 0: no cuts.</summary>
    public int PieceSize { get; init; }

    /// <summary>Number of connections that are accepted. After the last one nothing listens any more.</summary>
    public int MaxConnections { get; init; } = int.MaxValue;

    /// <summary>The server's certificate; null for a camera without TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Returns a whole response, head and body, that refuses the request; null to accept it.</summary>
    public Func<string, string?> Refuse { get; init; } = _ => null;

    /// <summary>Number of connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The requests so far, whole.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public string Url(string path = "/video", string user = "", string host = "127.0.0.1") =>
        $"{(Certificate is null ? "http" : "https")}://{user}{host}:{Port}{path}";

    /// <summary>Begins to listen, on the port that was reserved.</summary>
    public void Start()
    {
        // A listener that was stopped would listen on another free port.
        _listener = new TcpListener(((IPEndPoint)_listener.LocalEndpoint).Address, Port);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Whether it has sent a JPEG with these bytes.</summary>
    public bool HasSent(byte[] jpeg) => _sent.Any(sent => sent.AsSpan().SequenceEqual(jpeg));

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        foreach (var (client, _) in _open)
            client.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        CancellationToken end = _end.Token;
        try
        {
            while (Connections < MaxConnections)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(end);
                client.NoDelay = true;
                _open[client] = 0;
                if (Interlocked.Increment(ref _connections) == MaxConnections)
                    _listener.Stop();
                _ = ServeAsync(client, end);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        try
        {
            await using Stream stream = await EncryptAsync(client.GetStream(), end);
            do
            {
                string request = await stream.ReadRequestAsync(end);
                _requests.Enqueue(request);
                if (Refuse(request) is { } refusal)
                    await SendAsync(stream, Bytes(refusal), end);
                else
                    await RespondAsync(stream, end);
            }
            while (!ClosesAfterResponse);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or InvalidOperationException or System.Security.Authentication.AuthenticationException)
        {
            // The service has disconnected, or the test has ended.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task<Stream> EncryptAsync(NetworkStream plain, CancellationToken end)
    {
        if (Certificate is null)
            return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, end);
        return secure;
    }

    private async Task RespondAsync(Stream stream, CancellationToken end)
    {
        byte[] jpeg = NextJpeg();
        if (IsPolled)
        {
            await SendAsync(stream, [.. Bytes(Head, jpeg.Length), .. jpeg], end);
            return;
        }

        await SendAsync(stream, [.. Bytes(Head), .. Chunk(Bytes(Preamble))], end);
        while (true)
        {
            await SendAsync(stream, Chunk([.. Bytes(PartHead, jpeg.Length), .. jpeg, .. Bytes(PartTail)]), end);
            await Task.Delay(40, end);
            jpeg = NextJpeg();
        }
    }

    private byte[] NextJpeg()
    {
        byte[] jpeg = Change(MjpegCamera.Noise(new OpenCvSharp.Size(160, 120)));
        _sent.Add(jpeg);
        return jpeg;
    }

    private async Task SendAsync(Stream stream, byte[] bytes, CancellationToken end)
    {
        foreach (byte[] piece in PieceSize > 0 ? bytes.Chunk(PieceSize) : [bytes])
            await stream.WriteAsync(piece, end);
    }

    private byte[] Chunk(byte[] bytes) =>
        IsChunked && bytes.Length > 0 ? [.. Bytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8] : bytes;

    private static byte[] Bytes(string text, int length) =>
        Bytes(text.Replace("{0}", length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
