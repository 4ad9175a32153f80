using System.Globalization;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// A relay that takes nothing for so long that the NATS server cuts it. Alone, because the link is a program, which carries little beside
/// others that keep the processors busy.
/// </summary>
[Collection(Alone.Name)]
public sealed class RelaySlowConsumerTests
{
    [Fact]
    public async Task A_relay_that_the_server_has_cut_is_back()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            folder.Path("nats.conf"), "max_pending: 1MB\nwrite_deadline: \"2s\"\n", TestContext.Current.CancellationToken);
        string monitor = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"), "--http_port", monitor);
        using var link = new ThinLink(new Uri(nats.Url).Port);
        using ServiceHost origin = new(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using ServiceHost relay = new(
            ("Cameras:main:Source", string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{link.Port}/gate")));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "quality=100&adaptive=false");
        await client.LiveAsync();

        link.BytesPerSecond = 200;
        await client.ReadUntilAsync(Eventually.HoldsAsync(() => WasCutAsync(monitor), "the server has cut a slow consumer"));
        link.BytesPerSecond = int.MaxValue;

        DateTimeOffset after = DateTimeOffset.UtcNow;
        await client.LiveAsync(frame => frame.CapturedAt > after);
        Assert.Equal("live", (await relay.CameraAsync()).GetProperty("state").GetString());
    }

    private static async Task<bool> WasCutAsync(string monitor)
    {
        using var http = new HttpClient();
        string text = await http.GetStringAsync($"http://127.0.0.1:{monitor}/varz", TestContext.Current.CancellationToken);
        return JsonElement.Parse(text).GetProperty("slow_consumers").GetInt64() > 0;
    }
}
