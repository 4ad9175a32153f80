using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A service that publishes to a real NATS server, and relays of it: their pictures.</summary>
public sealed class RelayTests
{
    [Fact]
    public async Task A_relay_sends_the_same_pictures_with_the_same_numbers_and_times()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        using TestClient there = await TestClient.ConnectAsync(origin.Address, "camera=gate&adaptive=false");
        using TestClient here = await TestClient.ConnectAsync(relay.Address, "camera=main&adaptive=false");

        // One of them begins later than the other.
        Dictionary<long, ReceivedFrame> originals = [], relayed = [];
        while (originals.Keys.Intersect(relayed.Keys).Count() < 10)
        {
            ReceivedFrame original = await there.LiveAsync(), copy = await here.LiveAsync();
            (originals[original.Seq], relayed[copy.Seq]) = (original, copy);
        }

        foreach (long number in originals.Keys.Intersect(relayed.Keys))
        {
            Assert.Equal(originals[number].CapturedAt, relayed[number].CapturedAt);
            Assert.Equal("main", relayed[number].Camera);
            Assert.Equal(originals[number].WithoutComment(), relayed[number].WithoutComment());
        }
    }

    [Fact]
    public async Task Each_variant_is_encoded_and_published_once_for_all_viewers_of_all_relays()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), one = RelayPair.Relay(nats), two = RelayPair.Relay(nats);
        using TestClient first = await TestClient.ConnectAsync(one.Address, "resize=320x180&quality=50&adaptive=false");
        using TestClient second = await TestClient.ConnectAsync(one.Address, "resize=320x180&quality=50&adaptive=false");
        using TestClient third = await TestClient.ConnectAsync(two.Address, "resize=320x180&quality=50&adaptive=false");
        foreach (TestClient client in (TestClient[])[first, second, third])
        {
            for (int i = 0; i < 20; i++)
                Assert.Equal((320, 180), (await client.LiveAsync()).Size());
        }

        Assert.Equal(1, (await origin.CameraAsync("gate")).GetProperty("variants").GetInt32());
        Assert.Equal(1, (await origin.CameraAsync("gate")).GetProperty("viewers").GetInt32());
        Assert.Equal(0, (await one.CameraAsync()).GetProperty("encodes").GetInt32());
        JsonElement relayed = (await one.CameraAsync()).GetProperty("relayed");
        Assert.Equal(1, relayed.GetProperty("variants").GetInt32());
        Assert.True(relayed.GetProperty("frames").GetInt64() >= 20);
    }

    [Fact]
    public async Task Nothing_is_published_that_nobody_watches()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        Assert.Equal(0, (await origin.CameraAsync("gate")).GetProperty("viewers").GetInt32());
        using (TestClient client = await TestClient.ConnectAsync(relay.Address))
            await client.LiveAsync();

        await Eventually.HoldsAsync(
            async () => (await origin.CameraAsync("gate")).GetProperty("viewers").GetInt32() == 0, "the lease has ended");
        JsonElement published = (await origin.CameraAsync("gate")).GetProperty("published");
        Assert.Equal(0, published.GetProperty("leases").GetInt32());
        Assert.True(published.GetProperty("frames").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Null, published.GetProperty("problem").ValueKind);
    }

    [Fact]
    public async Task H264_is_relayed_as_it_was_encoded()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false");
        using var folder = new TemporaryDirectory();
        using var stream = new MemoryStream();
        for (int i = 0; i < 60;)
        {
            byte[] unit = (await client.ReceiveAsync()).Bytes;
            Assert.True(H264Metadata.TryRead(unit, out string text));
            if (text.EndsWith("&live=0", StringComparison.Ordinal))
                continue;
            Assert.EndsWith("&camera=main", text, StringComparison.Ordinal);
            stream.Write(unit);
            i++;
        }

        await File.WriteAllBytesAsync(folder.Path("units.h264"), stream.ToArray(), TestContext.Current.CancellationToken);
        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"), "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        Assert.Equal(60, pixels.Length / (640 * 360));
        Assert.Equal(0, (await relay.CameraAsync()).GetProperty("encodes").GetInt32());
    }

    [Fact]
    public async Task A_camera_without_a_title_has_that_of_the_service_that_publishes_it()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats, ("Cameras:gate:Title", "Süd, 門")), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "camera=main");
        await client.LiveAsync();
        string cameras = await relay.Http.GetStringAsync("/api/v1/cameras", TestContext.Current.CancellationToken);
        Assert.Equal("Süd, 門", JsonElement.Parse(cameras)[0].GetProperty("title").GetString());
    }

    [Fact]
    public async Task Where_no_video_is_encoded_viewers_of_a_relay_get_JPEGs_or_the_reason()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats, ("H264:Encoder", "off"));
        using ServiceHost relay = RelayPair.Relay(nats);
        using TestClient any = await TestClient.ConnectAsync(relay.Address, "codec=auto");
        using TestClient video = await TestClient.ConnectAsync(relay.Address, "codec=h264", v1: true);
        Assert.Equal("H.264 is switched off here (VideoStream:H264:Encoder)", await video.EncoderProblemAsync());
        await Eventually.HoldsAsync(async () => (await any.ReceiveAsync()).Bytes is [0xFF, 0xD8, ..], "it gets JPEGs");
    }

    [Fact]
    public async Task Video_that_the_origin_has_encoded_is_not_the_cameras_own()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "codec=h264", v1: true);
        JsonElement stats = default;
        await Eventually.HoldsAsync(
            async () => (stats = await client.TextAsync("stats")).GetProperty("sent").GetInt64() > 0, "frames");
        Assert.Equal(("h264", false), (stats.GetProperty("codec").GetString(), stats.GetProperty("source").GetBoolean()));
    }

    [Fact]
    public async Task A_relay_needs_no_encoder_for_video()
    {
        Assert.SkipWhen(File.Exists("/dev/dri/renderD128"), "there is such an encoder");
        using var nats = new NatsServerProcess();
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"), ("H264:Encoder", "vaapi"));
        using ServiceHost origin = RelayPair.Origin(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "codec=h264");
        Assert.Equal([0, 0, 0, 1], (await client.ReceiveAsync()).Bytes[..4]);
    }
}
