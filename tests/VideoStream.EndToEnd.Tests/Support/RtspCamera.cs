using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>An RTSP camera (RFC 2326) over TCP and UDP that loops a video, with or without a password (digest, RFC 2069).</summary>
internal sealed class RtspCamera : IDisposable
{
    private const string Realm = "cam", Nonce = "9f3c61";

    private readonly EncodedVideo _video;
    private readonly SemaphoreSlim _flowing = new(1);

    public RtspCamera(EncodedVideo video)
    {
        _video = video;
        Network = new NetworkCamera(ServeAsync);
    }

    public NetworkCamera Network { get; }

    /// <summary>Required user and password; null for none.</summary>
    public (string User, string Password)? Credentials { get; set; }

    /// <summary>The address that it names in its answers, with a slash at its end; empty for none.</summary>
    public string Base { get; init; } = "";

    /// <summary>Where it redirects to; null for nowhere.</summary>
    public string? Redirect { get; init; }

    /// <summary>Methods and addresses of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The time from one frame to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>Number of frames after which a connection is closed; 0 for never.</summary>
    public int AbortAfter { get; set; }

    /// <summary>Number of requests with credentials that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Number of clients that chose UDP.</summary>
    public int OverUdp { get; private set; }

    public string Url(string user = "", string path = "/cam") => Network.Url(path, user, "rtsp");

    /// <summary>Stops sending, with open connections.</summary>
    public void Stall() => _flowing.Wait();

    /// <summary>Continues to send.</summary>
    public void Resume() => _flowing.Release();

    public void Dispose() => Network.Dispose();

    private async Task ServeAsync(NetworkStream stream, CancellationToken end)
    {
        Func<byte[], ValueTask> send = packet => SendInterleavedAsync(stream, packet, end);
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        while (true)
        {
            string request = await stream.ReadRequestAsync(end);
            string cSeq = Regex.Match(request, @"CSeq:\s*(\d+)", RegexOptions.IgnoreCase).Groups[1].Value;
            string method = request[..request.IndexOf(' ', StringComparison.Ordinal)];
            Requests.Enqueue(request[..request.IndexOf(" RTSP/", StringComparison.Ordinal)]);
            string answer = method switch
            {
                "OPTIONS" => "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n",
                _ when !IsAllowed(request, method) || IsRedirected(request, method) => "",
                "DESCRIBE" => Description(),
                "SETUP" => Setup(request, udp, ref send),
                _ => "Session: 1\r\n\r\n",
            };
            string status = answer.Length > 0
                ? $"200 OK\r\nCSeq: {cSeq}"
                : IsRedirected(request, method) ? $"302 Found\r\nCSeq: {cSeq}\r\nLocation: {Redirect}\r\n"
                : $"401 Unauthorized\r\nCSeq: {cSeq}\r\nWWW-Authenticate: Digest realm=\"{Realm}\", nonce=\"{Nonce}\"\r\n";
            await stream.WriteTextAsync($"RTSP/1.0 {status}\r\n{answer}", end);
            if (method == "PLAY")
                await PlayAsync(send, end);
        }
    }

    private async Task PlayAsync(Func<byte[], ValueTask> send, CancellationToken end)
    {
        var packetizer = new RtpPacketizer(_video.IsH265);
        using var timer = new PeriodicTimer(Interval);
        for (int i = 0; AbortAfter == 0 || i < AbortAfter; i++)
        {
            await _flowing.WaitAsync(end);
            _flowing.Release();
            foreach (byte[] packet in packetizer.Packets(_video.Frames[i % _video.Frames.Count], (uint)i * 3600))
                await send(packet);
            await timer.WaitForNextTickAsync(end);
        }

        throw new IOException("cut");
    }

    private string Description()
    {
        string coding = _video.IsH265 ? "H265" : "H264";
        string sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=cam\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + $"m=video 0 RTP/AVP 96\r\na=rtpmap:96 {coding}/90000\r\n"
            + (_video.IsH265 ? "" : "a=fmtp:96 packetization-mode=1\r\n") + $"a=control:{Base}track1\r\n";
        string contentBase = Base.Length > 0 ? $"Content-Base: {Base}\r\n" : "";
        return $"{contentBase}Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}";
    }

    private string Setup(string request, UdpClient udp, ref Func<byte[], ValueTask> send)
    {
        string transport = Regex.Match(request, @"Transport:\s*([^\r]+)", RegexOptions.IgnoreCase).Groups[1].Value;
        Match ports = Regex.Match(transport, @"client_port=(\d+)");
        if (ports.Success)
        {
            var client = new IPEndPoint(IPAddress.Loopback, int.Parse(ports.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            int port = ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
            transport += $";server_port={port}-{port + 1}";
            send = async packet => await udp.SendAsync(packet, client);
            OverUdp++;
        }

        return $"Transport: {transport}\r\nSession: 1;timeout=60\r\n\r\n";
    }

    private bool IsRedirected(string request, string method) => Redirect is not null && method == "DESCRIBE" && IsAllowed(request, method);

    private bool IsAllowed(string request, string method)
    {
        if (Credentials is not { } asked)
            return true;
        string Field(string name) => Regex.Match(request, $"[ ,]{name}=\"([^\"]*)").Groups[1].Value;
        string expected = Md5($"{Md5($"{asked.User}:{Realm}:{asked.Password}")}:{Nonce}:{Md5($"{method}:{Field("uri")}")}");
        bool isAllowed = Field("response") == expected;
        if (!isAllowed && request.Contains("\nAuthorization:", StringComparison.OrdinalIgnoreCase))
            Refused++;
        return isAllowed;
    }

    private static async ValueTask SendInterleavedAsync(NetworkStream stream, byte[] packet, CancellationToken end)
    {
        byte[] framed = [(byte)'$', 0, 0, 0, .. packet];
        BinaryPrimitives.WriteUInt16BigEndian(framed.AsSpan(2), (ushort)packet.Length);
        await stream.WriteAsync(framed, end);
    }

    [SuppressMessage("Security", "CA5351", Justification = "It is what cameras ask for.")]
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
