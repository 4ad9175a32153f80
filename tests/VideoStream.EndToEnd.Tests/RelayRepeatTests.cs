using System.Net;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What a relay gets of a variant that another one watches already.</summary>
public sealed class RelayRepeatTests
{
    [Fact]
    public async Task It_gets_the_newest_picture_at_once_where_the_next_is_far()
    {
        using var nats = new NatsServerProcess();
        using ServiceHost origin = RelayPair.Origin(nats, ("Cameras:gate:FrameRate", "0.02"));
        using ServiceHost first = RelayPair.Relay(nats), second = RelayPair.Relay(nats);
        using TestClient there = await TestClient.ConnectAsync(first.Address);
        ReceivedFrame newest = await there.LiveAsync();

        using TestClient here = await TestClient.ConnectAsync(second.Address);
        Assert.Equal(newest.CapturedAt, (await here.LiveAsync()).CapturedAt);
    }

    [Fact]
    public async Task It_gets_no_picture_of_a_camera_that_is_lost_and_neither_does_the_other()
    {
        using var nats = new NatsServerProcess();
        using var camera = new MjpegCamera();
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", camera.Network.Url()), ("Publish:Nats:Url", nats.Url));
        using ServiceHost first = RelayPair.Relay(nats), second = RelayPair.Relay(nats);
        using TestClient there = await TestClient.ConnectAsync(first.Address, "adaptive=false");
        await there.LiveAsync();
        camera.Stall();
        await there.CardAsync();
        await Eventually.HoldsAsync(
            async () => (await origin.CameraAsync("gate")).GetProperty("state").GetString() != "live", "it is lost at the origin");

        using HttpResponseMessage snapshot = await second.Http.GetAsync("/snapshot.jpg", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, snapshot.StatusCode);
        for (int i = 0; i < 3; i++)
            Assert.False((await there.FrameAsync()).Live);
    }
}
