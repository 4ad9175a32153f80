using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A link from the service that publishes to NATS that takes nothing for longer than the client library waits.</summary>
public sealed class RelayStandstillTests
{
    /// <summary>The client waits for five seconds, and gives the connection up after ten more.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Nothing_that_the_service_does_ends_with_it()
    {
        using var nats = new NatsServerProcess();
        using var link = new ThinLink(new Uri(nats.Url).Port, isUplink: true);
        using var log = new RecordedLog();
        using var origin = new ServiceHost(
            WritePath.Direct,
            services => services.AddSingleton<ILoggerFactory>(log),
            ("Cameras:gate:Source", "test"),
            ("Publish:Nats:Url", string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{link.Port}")));
        using ServiceHost relay = RelayPair.Relay(nats), discovering = RelayPair.DiscoveringRelay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await client.LiveAsync();

        link.BytesPerSecond = 200;
        await client.ReadUntilAsync(Task.Delay(Standstill, TestContext.Current.CancellationToken));
        link.BytesPerSecond = int.MaxValue;

        DateTimeOffset after = DateTimeOffset.UtcNow;
        await client.LiveAsync(frame => frame.CapturedAt > after);
        // A frame that comes while the relay connects anew is sent before its camera is live.
        await Eventually.HoldsAsync(
            async () => (await relay.CameraAsync("main")).GetProperty("state").GetString() == "live", "the camera is live");
        await RelayPair.ShowsAsync(discovering, "all-gate");
        Assert.Contains(log.Lines, line => line.Contains("Connected to the NATS server", StringComparison.Ordinal));
        Assert.Empty(log.Failures);
    }
}
