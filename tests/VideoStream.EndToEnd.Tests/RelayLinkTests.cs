using System.Globalization;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A relay whose link from NATS carries less than its viewers would like.</summary>
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
        Assert.Equal("upstream", await LimitAsync(client, "upstream"));
        Assert.True((await client.LiveAsync()).Jpeg.Length < largest / 2);

        link.BytesPerSecond = int.MaxValue;
        Assert.Equal("camera", await LimitAsync(client, "camera"));
        Assert.Equal("live", (await relay.CameraAsync("main")).GetProperty("state").GetString());
    }

    /// <summary>What limits the viewer, as soon as it is this, or after a minute.</summary>
    private static async Task<string?> LimitAsync(TestClient client, string expected)
    {
        string? limit = null;
        for (int i = 0; i < 60 && limit != expected; i++)
            limit = (await client.TextAsync("stats")).GetProperty("limit").GetString();
        return limit;
    }
}
