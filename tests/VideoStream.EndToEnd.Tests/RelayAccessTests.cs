using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using NATS.NKeys;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Services at a NATS server that lets only some in.</summary>
public sealed class RelayAccessTests
{
    private const string SmallOnly = """
        authorization { users = [
          { user: "gate", password: "a" }
          { user: "relay", password: "b", permissions {
            publish: ["videostream.cameras", "videostream.gate.ask.state", "videostream.gate.ask.*.jpeg.*.*.640x360"]
            subscribe: ["videostream.gate.frames.>", "_INBOX.>"] } }
        ] }
        """;

    [Fact]
    public async Task The_server_of_the_documentation_lets_relays_ask_for_what_it_says()
    {
        using var certificate = new TestCertificate();
        using var folder = new TemporaryDirectory();
        string text = RepositoryFiles.Text("docs/deploy/nats-server.conf")
            .Replace("/etc/nats/server.crt", certificate.Path, StringComparison.Ordinal)
            .Replace("/etc/nats/server.key", certificate.KeyPath, StringComparison.Ordinal)
            .Replace("$GATE_PASSWORD", "\"a secret\"", StringComparison.Ordinal)
            .Replace("$RELAY_PASSWORD", "\"another one\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Path("nats.conf"), text, TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        string url = nats.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"),
            ("Publish:Nats:Url", url),
            ("Publish:Nats:TakeOver", "true"),
            ("Nats:User", "gate"),
            ("Nats:Password", "a secret"),
            ("Nats:CaFile", certificate.Path));
        using var relay = new ServiceHost(
            ("Cameras:site:Source", url + "/*"),
            ("Nats:User", "relay"),
            ("Nats:Password", "another one"),
            ("Nats:CaFile", certificate.Path));
        await Eventually.HoldsAsync(
            async () => (await relay.Http.GetStringAsync("/api/v1/cameras", TestContext.Current.CancellationToken))
                .Contains("site-gate", StringComparison.Ordinal),
            "the camera is found");

        using TestClient allowed = await TestClient.ConnectAsync(relay.Address, "resize=640x360&adaptive=false");
        Assert.Equal((640, 360), (await allowed.LiveAsync()).Size());
        using TestClient video = await TestClient.ConnectAsync(relay.Address, "codec=h264", v1: true);
        await video.TextAsync("video");
        using var other = new ServiceHost(
            ("Cameras:main:Source", url + "/gate"),
            ("Nats:User", "relay"),
            ("Nats:Password", "another one"),
            ("Nats:CaFile", certificate.Path));
        // Who alone asks for what is not allowed hears why it has no picture, and keeps nobody else from one.
        using TestClient refused = await TestClient.ConnectAsync(other.Address, "quality=70&adaptive=false", v1: true);
        Assert.Equal("this relay may not ask for jpeg.70.plain.full", await refused.EncoderProblemAsync());
        await Eventually.HoldsAsync(
            async () => (await other.Http.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode,
            "it is ready");
        await other.Http.GetByteArrayAsync("/snapshot.jpg?resize=640x360&quality=70", TestContext.Current.CancellationToken);

        using HttpResponseMessage none = await other.Http.GetAsync(
            "/snapshot.jpg?quality=70", TestContext.Current.CancellationToken);
        Assert.Contains(
            "this relay may not ask for jpeg.70.plain.full",
            await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        // So where others have pictures.
        using TestClient beside = await TestClient.ConnectAsync(relay.Address, "quality=70&adaptive=false", v1: true);
        Assert.Equal("this relay may not ask for jpeg.70.plain.full", await beside.EncoderProblemAsync());
        Assert.False((await video.TextAsync("stats")).TryGetProperty("encoder_problem", out _));
        JsonElement published = (await origin.CameraAsync("gate")).GetProperty("published");
        Assert.Equal(JsonValueKind.Null, published.GetProperty("problem").ValueKind);
    }

    [Theory]
    [InlineData(1280, "")]
    [InlineData(1280, "quality=90&osd=true")]
    // The camera's own size is that of the box that is allowed.
    [InlineData(640, "")]
    [InlineData(640, "adaptive=false")]
    [InlineData(640, "resize=640x360&adaptive=false")]
    public async Task A_viewer_gets_the_next_smaller_size_that_the_relay_may_ask_for(int width, string query)
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.Path("nats.conf"), SmallOnly, TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"),
            ("Cameras:gate:Width", $"{width}"),
            ("Cameras:gate:Height", $"{width * 9 / 16}"),
            ("Publish:Nats:Url", nats.Url),
            ("Nats:User", "gate"),
            ("Nats:Password", "a"));
        using var relay = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "b"));

        using TestClient client = await TestClient.ConnectAsync(relay.Address, query);
        for (int i = 0; i < 30; i++)
            Assert.Equal((640, 360), (await client.LiveAsync()).Size());
        using HttpResponseMessage mjpeg = await relay.Http.GetAsync(
            "/video_feed?" + query, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using Stream parts = await mjpeg.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        await parts.ReadExactlyAsync(new byte[100_000], timeout.Token);
    }

    [Fact]
    public async Task A_viewer_that_was_refused_everything_gets_a_picture_when_it_asks_for_what_is_allowed()
    {
        using var folder = new TemporaryDirectory();
        string videoOnly = SmallOnly.Replace("jpeg.*.*.640x360", "h264.>", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.Path("nats.conf"), videoOnly, TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "gate"), ("Nats:Password", "a"));
        using var relay = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "b"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, v1: true);
        Assert.StartsWith("this relay may not ask for ", await client.EncoderProblemAsync(), StringComparison.Ordinal);
        await client.SendAsync("""{"type":"command","action":"set_codec","value":"h264"}""");
        await client.TextAsync("video");
        (WebSocketMessageType type, byte[] unit) = await client.ReceiveAsync();
        while (type != WebSocketMessageType.Binary)
            (type, unit) = await client.ReceiveAsync();
        Assert.True(H264Metadata.TryRead(unit, out _));
    }

    [Fact]
    public async Task What_a_relay_may_not_receive_in_place_of_a_variant_keeps_it_from_that_no_longer_than_there_is_no_room()
    {
        using var folder = new TemporaryDirectory();
        const string SharpOnly = """
            authorization { users = [
              { user: "gate", password: "a" }
              { user: "relay", password: "b", permissions {
                publish: ["videostream.cameras", "videostream.gate.ask.>"]
                subscribe: ["videostream.gate.frames.jpeg.90.>", "_INBOX.>"] } }
            ] }
            """;
        await File.WriteAllTextAsync(folder.Path("nats.conf"), SharpOnly, TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"),
            ("Publish:Nats:Url", nats.Url),
            ("Publish:Nats:MaxVariants", "1"),
            ("Nats:User", "gate"),
            ("Nats:Password", "a"));
        using var first = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "gate"), ("Nats:Password", "a"));
        using var second = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "b"));
        TestClient rough = await TestClient.ConnectAsync(first.Address, "quality=30&adaptive=false");
        await rough.LiveAsync();
        using TestClient beside = await TestClient.ConnectAsync(second.Address, "quality=90&adaptive=false", v1: true);
        using (rough)
        {
            Assert.Contains("in its place", await beside.EncoderProblemAsync(), StringComparison.Ordinal);
        }

        await beside.LiveAsync();
    }

    [Fact]
    public async Task Without_the_right_certificate_nothing_is_sent_and_the_reason_says_so()
    {
        using TestCertificate certificate = new(), other = new();
        using var nats = new NatsServerProcess("--tls", "--tlscert", certificate.Path, "--tlskey", certificate.KeyPath);
        string url = nats.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        using var relay = new ServiceHost(("Cameras:main:Source", url + "/gate"), ("Nats:CaFile", other.Path));
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await relay.ReasonAsync("certificate");
    }

    [Fact]
    public async Task A_name_that_is_unknown_and_a_server_without_TLS_are_named_so()
    {
        using var certificate = new TestCertificate();
        using var nats = new NatsServerProcess();
        // By RFC 2606 there is no such host.
        using var unknown = new ServiceHost(("Cameras:main:Source", "nats://nats.invalid/gate"));
        using var plain = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"), ("Nats:CaFile", certificate.Path));
        using TestClient first = await TestClient.ConnectAsync(unknown.Address);
        using TestClient second = await TestClient.ConnectAsync(plain.Address);
        await unknown.ReasonAsync("knows no such host");
        await plain.ReasonAsync("offers no TLS");
        nats.Kill();
        await plain.ReasonAsync("no NATS server answers there");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_or_an_nkey_lets_in(bool isKey)
    {
        using var folder = new TemporaryDirectory();
        using var pair = KeyPair.CreatePair(PrefixByte.User);
        string users = $$"""authorization { users: [ { nkey: {{pair.GetPublicKey()}} } ] }""";
        await File.WriteAllTextAsync(folder.Path("nats.conf"), users, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Path("key"), pair.GetSeed(), TestContext.Current.CancellationToken);
        using var nats = isKey ? new NatsServerProcess("--config", folder.Path("nats.conf")) : new NatsServerProcess("--auth", "a-token");
        await AssertLetsInAsync(nats, isKey ? ("Nats:NKeyFile", folder.Path("key")) : ("Nats:Token", "a-token"));
    }

    [Fact]
    public async Task A_file_with_credentials_lets_in()
    {
        using var folder = new TemporaryDirectory();
        using var signs = new NatsOperator();
        await File.WriteAllTextAsync(folder.Path("nats.conf"), signs.ServerConfiguration, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Path("user.creds"), signs.Credentials, TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        await AssertLetsInAsync(nats, ("Nats:CredsFile", folder.Path("user.creds")));
    }

    [Fact]
    public async Task Who_is_refused_does_not_knock_all_the_time_and_is_let_in_later()
    {
        using var folder = new TemporaryDirectory();
        using var nats = new NatsServerProcess("--user", "relay", "--pass", "b", "--log", folder.Path("log"));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "relay"), ("Nats:Password", "b"));
        var watch = Stopwatch.StartNew();
        using var relay = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "a"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await relay.ReasonAsync("refuses");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        string log = await File.ReadAllTextAsync(folder.Path("log"), TestContext.Current.CancellationToken);
        int tries = log.Split("authentication error").Length - 1;
        Assert.InRange(tries, 1, 2 + (watch.Elapsed.TotalSeconds / 1.5));
        nats.Kill();
        nats.Start("--user", "relay", "--pass", "a");
        await relay.ReasonAsync("no service publishes camera gate");
    }

    private static async Task AssertLetsInAsync(NatsServerProcess nats, (string, string) right)
    {
        using var origin = new ServiceHost(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), right);
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"), right);
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await client.LiveAsync();

        using var stranger = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"), ("Nats:Token", "wrong"));
        using TestClient refused = await TestClient.ConnectAsync(stranger.Address);
        await stranger.ReasonAsync("refuses");
    }
}
