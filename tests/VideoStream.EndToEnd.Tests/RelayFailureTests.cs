using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Relays whose camera, origin or NATS server is away, or refuses.</summary>
public sealed class RelayFailureTests
{
    [Fact]
    public async Task Viewers_stay_and_see_why_there_is_no_picture_and_no_older_one_comes_after()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "fps=15");
        using TestClient informed = await TestClient.ConnectAsync(relay.Address, "fps=1", v1: true);
        await ReasonAsync(informed, "no service publishes camera gate");

        long last;
        using (RelayPair.Origin(nats))
        {
            last = (await client.LiveAsync()).Seq;
            nats.Kill();
            await ReasonAsync(informed, "no NATS server answers");
            last = await RiseAsync(client, last, live: false);
            nats.Start();
            last = await RiseAsync(client, last, live: true);
        }

        await ReasonAsync(informed, "no service publishes camera gate");
        last = await RiseAsync(client, last, live: false);
        // Its numbers begin with 1 again.
        using ServiceHost again = RelayPair.Origin(nats);
        for (int i = 0; i < 10; i++)
            last = await RiseAsync(client, last, live: true);
    }

    [Fact]
    public async Task A_camera_that_the_origin_has_lost_is_lost_with_the_same_reason()
    {
        using var nats = new NatsServerProcess();
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "/dev/video99"), ("Publish:Nats:Url", nats.Url));
        using ServiceHost relay = RelayPair.Relay(nats);
        using TestClient there = await TestClient.ConnectAsync(origin.Address, "camera=gate", v1: true);
        using TestClient here = await TestClient.ConnectAsync(relay.Address, v1: true);

        string reason = await ReasonAsync(there, "/dev/video99");
        await Eventually.HoldsAsync(
            async () => (await relay.CameraAsync()).GetProperty("reason").GetString() == reason, "the relay says the same");
    }

    /// <summary>While the origin waits for such a camera, frames are no more late here than there.</summary>
    [Fact]
    public async Task A_camera_that_does_not_answer_at_the_origin_is_not_stalled_at_the_relay()
    {
        using var nats = new NatsServerProcess();
        using var mute = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        mute.Start();
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", $"rtsp://{mute.LocalEndpoint}/"), ("Publish:Nats:Url", nats.Url));
        using ServiceHost relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, v1: true);

        List<string> states = [];
        while (states.LastOrDefault() != "lost")
            states.Add((await client.TextAsync("camera")).GetProperty("state").GetString()!);
        Assert.DoesNotContain("stalled", states);
    }

    [Fact]
    public async Task A_picture_that_the_server_does_not_take_is_skipped_and_the_reason_names_the_setting()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.Path("nats.conf"), "max_payload: 2048", TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, v1: true);

        await ReasonAsync(client, "raise max_payload");
        JsonElement published = (await origin.CameraAsync("gate")).GetProperty("published");
        Assert.True(published.GetProperty("too_long").GetInt64() > 0);
        Assert.Contains("raise max_payload", published.GetProperty("problem").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_service_does_not_publish_a_camera_of_the_same_name()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await client.LiveAsync();
        using ServiceHost other = RelayPair.Origin(nats);

        await RefusedAsync(other, "another service publishes");
        long last = 0;
        for (int i = 0; i < 30; i++)
            last = await RiseAsync(client, last, live: true);
    }

    [Fact]
    public async Task A_second_service_does_not_take_a_link_that_stands_still_for_the_end_of_the_first()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await client.LiveAsync();
        using ServiceHost other = RelayPair.Origin(nats);
        await RefusedAsync(other, "another service publishes");

        nats.Suspend();
        string[] reasons = ["another service publishes a camera gate: it does not answer", "no NATS server answers"];
        await Eventually.HoldsAsync(
            async () =>
            {
                string problem = (await other.CameraAsync("gate")).GetProperty("published").GetProperty("problem").GetString()!;
                return reasons.Any(reason => problem.Contains(reason, StringComparison.Ordinal));
            },
            "the reason, and none of the time is it published");
        nats.Continue();
        await RefusedAsync(other, "another service publishes a camera gate at");
    }

    /// <summary>Waits until a service does not publish the camera, for a reason.</summary>
    private static Task RefusedAsync(ServiceHost service, string reason) => Eventually.HoldsAsync(
        async () => (await service.CameraAsync("gate")).GetProperty("published").ToString().Contains(reason, StringComparison.Ordinal),
        reason);

    [Fact]
    public async Task A_service_that_is_to_take_over_does_so_and_keeps_the_camera()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats, ("Publish:Nats:TakeOver", "true")), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        long last = (await client.LiveAsync()).Seq;
        using ServiceHost other = RelayPair.Origin(nats, ("Publish:Nats:TakeOver", "true"));

        await Eventually.HoldsAsync(
            async () => (await origin.CameraAsync("gate")).GetProperty("published").ToString()
                .Contains("has taken over camera gate", StringComparison.Ordinal),
            "the reason");
        for (int i = 0; i < 30; i++)
            last = await RiseAsync(client, last, live: true);
        await Eventually.HoldsAsync(
            async () => (await origin.CameraAsync("gate")).GetProperty("published").ToString()
                .Contains("another service publishes", StringComparison.Ordinal),
            "it has tried again, and has not taken it back");
        JsonElement published = (await other.CameraAsync("gate")).GetProperty("published");
        Assert.Equal((1, JsonValueKind.Null), (published.GetProperty("leases").GetInt32(), published.GetProperty("problem").ValueKind));
    }

    [Fact]
    public async Task Credentials_that_the_server_refuses_are_the_reason()
    {
        using var nats = new NatsServerProcess("--user", "camera", "--pass", "secret");
        using var relay = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "camera"), ("Nats:Password", "wrong"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, v1: true);
        string reason = await ReasonAsync(client, "refuses");
        Assert.DoesNotContain("wrong", reason, StringComparison.Ordinal);

        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "camera"), ("Nats:Password", "secret"));
        using var right = new ServiceHost(("Cameras:main:Source", nats.Url.Replace("nats://", "nats://camera:secret@") + "/gate"));
        using TestClient shown = await TestClient.ConnectAsync(right.Address);
        await shown.LiveAsync();
    }

    [Fact]
    public async Task A_variant_that_the_server_does_not_let_a_relay_ask_for_is_the_reason()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            folder.Path("nats.conf"),
            """
            authorization { users = [
              { user: "gate", password: "a" }
              { user: "relay", password: "b", permissions {
                publish: ["videostream.gate.ask.state", "videostream.gate.ask.*.jpeg.*.*.320x180"]
                subscribe: ["videostream.gate.frames.>", "_INBOX.>"] } }
            ] }
            """,
            TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "gate"), ("Nats:Password", "a"));
        using var relay = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "b"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "quality=70&adaptive=false", v1: true);

        Assert.Equal("this relay may not ask for jpeg.70.plain.full", await client.EncoderProblemAsync());

        using TestClient allowed = await TestClient.ConnectAsync(relay.Address, "quality=70&resize=320x180&adaptive=false");
        Assert.Equal((320, 180), (await allowed.LiveAsync()).Size());
    }

    /// <summary>What the service that publishes encoded meanwhile was not published, so the next units depend on what nobody has.</summary>
    [Fact]
    public async Task After_an_outage_of_the_camera_its_video_begins_with_a_key_frame()
    {
        using var folder = new TemporaryDirectory();
        string film = folder.Path("film.avi");
        using var nats = new NatsServerProcess();
        using ServiceHost origin = new(("Cameras:gate:Source", film), ("Publish:Nats:Url", nats.Url)), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false");
        for (int outage = 0; outage < 3; outage++)
        {
            Film.Write(film);
            Assert.True(H264ChildTests.IsKeyFrame(await UnitAsync(client, live: true)));
            File.Delete(film);
            await UnitAsync(client, live: false);
        }
    }

    /// <summary>The first unit that is live, or not.</summary>
    private static async Task<byte[]> UnitAsync(TestClient client, bool live)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        byte[] unit;
        string text;
        do
        {
            Assert.False(timeout.IsCancellationRequested, $"no unit came that is {(live ? "" : "not ")}live");
            unit = await client.BinaryAsync();
            Assert.True(H264Metadata.TryRead(unit, out text));
        }
        while (text.EndsWith("&live=0", StringComparison.Ordinal) == live);
        return unit;
    }

    /// <summary>The reason of the next state whose reason contains these words.</summary>
    private static async Task<string> ReasonAsync(TestClient client, string words)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        string? reason = null;
        while (!timeout.IsCancellationRequested)
        {
            JsonElement camera = await client.TextAsync("camera");
            reason = camera.TryGetProperty("reason", out JsonElement said) ? said.GetString() : null;
            if (reason?.Contains(words, StringComparison.Ordinal) == true
                && camera.GetProperty("state").GetString() is "lost" or "stalled")
                return reason;
        }

        throw new TimeoutException($"the reason was '{reason}', never '{words}'");
    }

    /// <summary>The number of the next frame, live or not, after others that rise.</summary>
    private static async Task<long> RiseAsync(TestClient client, long last, bool live)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (true)
        {
            Assert.False(timeout.IsCancellationRequested, $"no frame came that is {(live ? "" : "not ")}live");
            ReceivedFrame frame = await client.FrameAsync();
            Assert.True(frame.Seq > last, $"{frame.Seq} after {last}");
            last = frame.Seq;
            if (frame.Live == live)
                return last;
        }
    }
}
