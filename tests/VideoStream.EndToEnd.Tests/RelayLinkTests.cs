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
