using System.Globalization;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// A relay whose link from NATS carries less than its viewers would like. Alone, because the link is a program, which is a thin one beside
/// others that keep the processors busy.
/// </summary>
[Collection(Alone.Name)]
public sealed class RelayLinkTests
{
    [Fact]
    public async Task A_relay_asks_for_what_its_link_carries()
    {
        using var nats = new NatsServerProcess();
        using var link = new ThinLink(new Uri(nats.Url).Port);
        using ServiceHost origin = new(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using ServiceHost relay = new(
            ("Cameras:main:Source", string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{link.Port}/gate")));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "quality=95", v1: true);
        int largest = (await client.LiveAsync()).Jpeg.Length;
        for (int i = 0; i < 30; i++)
            largest = Math.Max(largest, (await client.LiveAsync()).Jpeg.Length);

        // A third of what it has.
        link.BytesPerSecond = largest * 10;
        await AssertBecomesAsync(client, "upstream");
        Assert.True((await client.LiveAsync()).Jpeg.Length < largest / 2);

        link.BytesPerSecond = int.MaxValue;
        await AssertBecomesAsync(client, "camera");
        Assert.Equal("live", (await relay.CameraAsync("main")).GetProperty("state").GetString());
    }

    /// <summary>A viewer that asked for a size is not sent a smaller one, so its frames become fewer.</summary>
    [Fact]
    public async Task What_can_not_become_smaller_leaves_room_for_others()
    {
        using var nats = new NatsServerProcess();
        using var link = new ThinLink(new Uri(nats.Url).Port);
        using ServiceHost origin = new(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using ServiceHost relay = new(
            ("Cameras:main:Source", string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{link.Port}/gate")));
        using TestClient pictures = await TestClient.ConnectAsync(relay.Address, "quality=60&resize=640x360", v1: true);
        using TestClient video = await TestClient.ConnectAsync(relay.Address, "codec=h264", v1: true);
        await pictures.LiveAsync();
        await video.BinaryAsync();

        link.BytesPerSecond = 60_000;
        Task watched = pictures.ReadUntilAsync(WatchAsync(video));
        await watched;
        await AssertBecomesAsync(pictures, "upstream");
    }

    /// <summary>Waits until three seconds in a row each had some frames. It fails after a minute.</summary>
    private static async Task WatchAsync(TestClient client)
    {
        List<double> rates = [];
        while (rates.Count < 60)
        {
            rates.Add((await client.TextAsync("stats")).GetProperty("fps").GetDouble());
            if (rates.Count > 10 && rates[^3..].All(rate => rate > 2))
                return;
        }

        Assert.Fail($"there were never frames for long: {string.Join(' ', rates)}");
    }

    [Fact]
    public async Task A_service_with_a_thin_uplink_costs_the_cameras_of_another_one_nothing()
    {
        using var nats = new NatsServerProcess();
        using var uplink = new ThinLink(new Uri(nats.Url).Port, isUplink: true);
        using ServiceHost near = RelayPair.Origin(nats);
        using ServiceHost far = new(
            ("Cameras:yard:Source", "test"),
            ("Publish:Nats:Url", string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{uplink.Port}")));
        using ServiceHost relay = RelayPair.DiscoveringRelay(nats);
        await RelayPair.ShowsAsync(relay, "all-gate", "all-yard");
        using TestClient gate = await TestClient.ConnectAsync(relay.Address, "camera=all-gate&quality=95", v1: true);
        using TestClient yard = await TestClient.ConnectAsync(relay.Address, "camera=all-yard&quality=95", v1: true);
        int frame = (await gate.LiveAsync()).Jpeg.Length;

        uplink.BytesPerSecond = (await yard.LiveAsync()).Jpeg.Length * 10;
        await AssertBecomesAsync(yard, "upstream");
        for (int i = 0; i < 5; i++)
            Assert.NotEqual("upstream", (await gate.TextAsync("stats")).GetProperty("limit").GetString());
        Assert.True((await gate.LiveAsync()).Jpeg.Length > frame / 2);
    }

    /// <summary>
    /// The service leaves out what does not fit. What came was not late enough to be noticed, but each frame had waited for others.
    /// </summary>
    [Fact]
    public async Task A_relay_asks_for_what_the_link_of_the_service_carries()
    {
        using var nats = new NatsServerProcess();
        using var uplink = new ThinLink(new Uri(nats.Url).Port, isUplink: true);
        using ServiceHost origin = new(
            ("Cameras:gate:Source", "test"),
            ("Publish:Nats:Url", string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{uplink.Port}")));
        using ServiceHost relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "resize=320x180&quality=30", v1: true);
        int frame = (await client.LiveAsync()).Jpeg.Length;

        // Four fifths of what these take, and there is nothing smaller.
        uplink.BytesPerSecond = frame * 24;
        await AssertBecomesAsync(client, "upstream");
        List<TimeSpan> ages = [];
        DateTimeOffset began = DateTimeOffset.UtcNow;
        for (int i = 0; i < 300; i++)
        {
            ReceivedFrame received = await client.LiveAsync();
            ages.Add(DateTimeOffset.UtcNow - received.CapturedAt);
        }

        // It was 100 to 400 ms before, for good.
        TimeSpan median = ages.Order().ElementAt(ages.Count / 2);
        Assert.True(median < TimeSpan.FromMilliseconds(200), $"half of the frames are older than {median.TotalMilliseconds:0} ms");
        double rate = ages.Count / (DateTimeOffset.UtcNow - began).TotalSeconds;
        Assert.True(rate > 8, $"{rate:0.0} frames a second");
    }

    /// <summary>Waits up to a minute until this limits the viewer. If it never does, what was seen is in the error.</summary>
    private static async Task AssertBecomesAsync(TestClient client, string expected)
    {
        List<string> seen = [];
        for (int i = 0; i < 60; i++)
        {
            JsonElement stats = await client.TextAsync("stats");
            if (stats.GetProperty("limit").GetString() == expected)
                return;
            seen.Add(stats.GetRawText());
        }

        Assert.Fail($"not limited by {expected} within {seen.Count} s:\n{string.Join('\n', seen)}");
    }
}
