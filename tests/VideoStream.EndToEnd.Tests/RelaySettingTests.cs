using System.Net;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What is published, under which names, and who may see it at a relay.</summary>
public sealed class RelaySettingTests
{
    [Fact]
    public async Task Only_the_cameras_that_are_named_are_published_and_under_the_prefix()
    {
        using var nats = new NatsServerProcess();
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"),
            ("Cameras:yard:Source", "test"),
            ("Publish:Nats:Url", nats.Url),
            ("Publish:Nats:Prefix", "site.a"),
            ("Publish:Nats:Cameras:0", "gate"));
        using var relay = new ServiceHost(("Cameras:all:Source", nats.Url + "/*"), ("Publish:Nats:Prefix", "site.a"));
        using ServiceHost other = RelayPair.Relay(nats);

        await RelayPair.ShowsAsync(relay, "all-gate");
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await client.LiveAsync();
        using TestClient none = await TestClient.ConnectAsync(other.Address, v1: true);
        await other.ReasonAsync("no service publishes camera gate");
    }

    [Fact]
    public async Task Keys_count_at_the_relay_also_for_cameras_that_it_has_found()
    {
        using var nats = new NatsServerProcess();
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Cameras:yard:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using var relay = new ServiceHost(
            ("Cameras:all:Source", nats.Url + "/*"), Keyed.Hash("gatekeeper"), ("Access:Keys:gatekeeper:Cameras:0", "all-gate"));

        await Eventually.HoldsAsync(
            async () => await StatusAsync(relay, "all-gate", "gatekeeper") == HttpStatusCode.OK, "a picture for who may see it");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(relay, "all-yard", "gatekeeper"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(relay, "all-gate", null));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Refusal(relay)).Status);
    }

    [Fact]
    public async Task What_a_relay_asked_for_that_was_killed_is_encoded_no_more()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats);
        var (relay, address) = await ServiceProcess.ListenAsync($"--VideoStream:Cameras:main:Source={nats.Url}/gate");
        using (relay)
        {
            using TestClient client = await TestClient.ConnectAsync(address, "adaptive=false");
            await client.LiveAsync();
            Assert.Equal(1, (await origin.CameraAsync("gate")).GetProperty("viewers").GetInt32());
            relay.Process.Kill();
            await Eventually.HoldsAsync(
                async () => (await origin.CameraAsync("gate")).GetProperty("viewers").GetInt32() == 0, "the lease has ended");
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceHost relay, string camera, string? key)
    {
        using HttpRequestMessage request = Keyed.Request($"/snapshot.jpg?camera={camera}", key);
        using HttpResponseMessage answer = await relay.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static Task<RefusedException> Refusal(ServiceHost relay) =>
        Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(relay.Address, "camera=all-gate"));
}
