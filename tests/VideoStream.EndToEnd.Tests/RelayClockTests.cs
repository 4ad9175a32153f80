using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Services whose clocks differ by hours.</summary>
public sealed class RelayClockTests
{
    /// <summary>Far longer than any frame takes, and far shorter than the clocks differ by.</summary>
    private const double MostSeconds = 60;

    [Fact]
    public async Task Ages_are_true_behind_two_relays_whose_clocks_are_wrong()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = Start(2, ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using ServiceHost near = Start(
            -3, ("Cameras:near:Source", nats.Url + "/gate"), ("Publish:Nats:Url", nats.Url), ("Publish:Nats:Cameras:0", "near"));
        using ServiceHost far = Start(0, ("Cameras:main:Source", nats.Url + "/near"));

        foreach (ServiceHost relay in (ServiceHost[])[near, far])
        {
            using TestClient client = await TestClient.ConnectAsync(relay.Address, v1: true);
            DateTimeOffset capturedAt = (await client.LiveAsync()).CapturedAt;
            Assert.InRange((capturedAt - DateTimeOffset.UtcNow - TimeSpan.FromHours(2)).TotalSeconds, -MostSeconds, 1);
            await client.SendAsync("""{"type":"ping","t":1}""");
            JsonElement pong = await client.TextAsync("pong");
            DateTimeOffset answered = DateTimeOffset.UnixEpoch.AddMicroseconds(pong.GetProperty("server_time_us").GetInt64());
            Assert.InRange((answered - capturedAt).TotalSeconds, -MostSeconds, MostSeconds);
        }

        Assert.InRange(await OffsetAsync(near, "near"), 5 - (MostSeconds / 3600), 5 + (MostSeconds / 3600));
        Assert.InRange(await OffsetAsync(far, "main"), 2 - (MostSeconds / 3600), 2 + (MostSeconds / 3600));
    }

    private static ServiceHost Start(int hours, params (string, string)[] settings) => new(
        WritePath.Direct,
        services => services.AddSingleton<TimeProvider>(new ShiftedTime(TimeSpan.FromHours(hours))),
        settings);

    /// <summary>Hours that the clock of the service that publishes is said to be ahead.</summary>
    private static async Task<double> OffsetAsync(ServiceHost relay, string camera) =>
        (await relay.CameraAsync(camera)).GetProperty("relayed").GetProperty("clock_offset_ms").GetDouble() / 3.6e6;
}
