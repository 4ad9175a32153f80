using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras that ffmpeg reads and that are reached over TLS. The service checks their certificates.</summary>
public sealed partial class SecureCameraTests
{
    private const string Close = "Connection: close\r\n", Challenge = "WWW-Authenticate: Basic realm=\"cam\"\r\n" + Close;

    private static readonly Lazy<EncodedVideo> H264 = new(() => EncodedVideo.Make());

    [Fact]
    public async Task An_unknown_certificate_is_refused_and_the_reason_has_its_fingerprint()
    {
        using var camera = new RtspCamera(H264.Value);
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(("Source", front.Network.Url("/cam", scheme: "rtsps")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        string reason = await service.ReasonAsync("its certificate is refused");
        Assert.StartsWith($"rtsps://127.0.0.1:{front.Network.Port}: ", reason, StringComparison.Ordinal);
        Assert.Contains(front.Fingerprint, reason, StringComparison.Ordinal);
        // Nothing was asked, and so no password was sent.
        Assert.Equal(0, camera.Network.Accepted);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task A_trusted_certificate_lets_rtsps_in_over_one_connection(string transport)
    {
        using var camera = new RtspCamera(H264.Value) { Credentials = ("ana", "s3cret") };
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/cam", "ana:s3cret@", "rtsps")),
            ("Cameras:main:RtspTransport", transport),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame first = await client.LiveAsync();
        for (int i = 0; i < 30; i++)
            Assert.True((await client.LiveAsync()).Seq > first.Seq);
        Assert.Equal((1, 0), (front.Network.Accepted, camera.OverUdp));
    }

    [Fact]
    public async Task Another_certificate_than_the_trusted_one_is_refused()
    {
        using var camera = new RtspCamera(H264.Value);
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/cam", scheme: "rtsps")),
            ("Cameras:main:TrustedCertificate", new string('0', 64)));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("its certificate is refused");
        Assert.Equal(0, camera.Network.Accepted);
    }

    [Fact]
    public async Task A_wrong_password_over_rtsps_is_the_reason()
    {
        using var camera = new RtspCamera(H264.Value) { Credentials = ("ana", "s3cret") };
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/cam", "ana:wr0ng@", "rtsps")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal(
            $"rtsps://127.0.0.1:{front.Network.Port} refuses the user name or password", await service.ReasonAsync("refuses the user"));
    }

    [Fact]
    public async Task Nothing_listens_behind_rtsps_is_the_reason()
    {
        using var service = new ServiceHost(("Source", "rtsps://127.0.0.1:9/cam"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync("rtsps://127.0.0.1:9: connection refused, nothing listens there");
    }

    [Fact]
    public async Task The_address_that_ffmpeg_gets_serves_no_other_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the owner of a connection is found in /proc");
        using var camera = new RtspCamera(EncodedVideo.Make(isH265: true));
        using SecureFront front = SecureFront.Of(camera.Network.Port);
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/cam", scheme: "rtsps")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
        string line = ChildProcesses.Of(Environment.ProcessId).Select(ChildProcesses.CommandLine)
            .First(line => line.StartsWith("ffmpeg", StringComparison.Ordinal) && Relay().IsMatch(line));
        int port = int.Parse(Relay().Match(line).Groups["port"].ValueSpan, CultureInfo.InvariantCulture);

        using var stranger = new TcpClient("127.0.0.1", port);
        stranger.ReceiveTimeout = (int)TestClient.Timeout.TotalMilliseconds;
        Assert.Equal(0, await ReadToEndAsync(stranger));
        // The service asks first, and then lets ffmpeg read it.
        Assert.Equal(2, front.Network.Accepted);
        await client.LiveAsync();
    }

    [Fact]
    public async Task A_film_over_https_is_read_and_its_password_opens_it()
    {
        using var folder = new TemporaryDirectory();
        byte[] film = await Ffmpeg.FilmAsync(folder);
        using var front = new SecureFront(async (stream, end) =>
        {
            string request = await stream.ReadRequestAsync(end);
            bool isAllowed = request.Contains("Authorization: Basic YW5hOnMzY3JldA==", StringComparison.OrdinalIgnoreCase);
            if (isAllowed)
                await stream.AnswerAsync("200 OK", "video/mp4", film, end, Close);
            else
                await stream.AnswerAsync("401 Unauthorized", "text/plain", [], end, Challenge);
        });
        using var service = new ServiceHost(
            ("Cameras:main:Source", front.Network.Url("/film.mp4?a=b", "ana:s3cret@", "https")),
            ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((320, 240), (await client.LiveAsync()).Size());
    }

    [Fact]
    public async Task A_redirect_and_a_playlist_lead_from_http_to_https()
    {
        using var folder = new TemporaryDirectory();
        Ffmpeg.MakePlaylist(folder);
        using var front = new SecureFront(async (stream, end) =>
        {
            string request = await stream.ReadRequestAsync(end);
            string host = Host().Match(request).Groups["host"].Value;
            string name = Path.GetFileName(request.Split(' ')[1]);
            string file = await File.ReadAllTextAsync(folder.Path("live.m3u8"), end);
            file = file.Replace("live", $"https://{host}/parts/live", StringComparison.Ordinal);
            byte[] playlist = System.Text.Encoding.ASCII.GetBytes(file);
            byte[] body = name == "live.m3u8" ? playlist : await File.ReadAllBytesAsync(folder.Path(name), end);
            await stream.AnswerAsync("200 OK", name == "live.m3u8" ? "application/x-mpegURL" : "video/mp2t", body, end, Close);
        });
        using var plain = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            string location = front.Network.Url("/live.m3u8", scheme: "https");
            await stream.AnswerAsync("302 Found", "text/html", [], end, $"Location: {location}\r\nConnection: close\r\n");
        });
        using var service = new ServiceHost(
            ("Cameras:main:Source", plain.Url("/live.m3u8")), ("Cameras:main:TrustedCertificate", front.Fingerprint));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        Assert.Equal((320, 240), (await client.LiveAsync()).Size());
    }

    [Fact]
    public async Task A_playlist_that_leads_to_an_unknown_certificate_shows_nothing()
    {
        int requests = 0;
        using var front = new SecureFront(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            Interlocked.Increment(ref requests);
        });
        byte[] playlist = System.Text.Encoding.ASCII.GetBytes(
            $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{front.Network.Url("/1.ts", scheme: "https")}\n#EXT-X-ENDLIST\n");
        using var plain = new NetworkCamera(async (stream, end) =>
        {
            await stream.ReadRequestAsync(end);
            await stream.AnswerAsync("200 OK", "application/x-mpegURL", playlist, end, Close);
        });
        using var service = new ServiceHost(("Source", plain.Url("/live.m3u8")));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await service.ReasonAsync($"https://127.0.0.1:{front.Network.Port}: its certificate is refused");
        Assert.False((await client.FrameAsync()).Live);
        Assert.Equal(0, requests);
    }

    /// <summary>The number of bytes until the other side closes the connection.</summary>
    private static async Task<int> ReadToEndAsync(TcpClient client)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], timeout.Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [GeneratedRegex(@"rtsp://127\.0\.0\.1:(?<port>[0-9]+)/")]
    private static partial Regex Relay();

    [GeneratedRegex(@"\nHost: (?<host>\S+)")]
    private static partial Regex Host();
}
