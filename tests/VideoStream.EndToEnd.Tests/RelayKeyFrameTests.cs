using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A relay that the NATS server does not let ask for key frames, which a viewer that joins needs.</summary>
public sealed class RelayKeyFrameTests
{
    private const string NoKeyFrames = """
        authorization { users = [
          { user: "gate", password: "a" }
          { user: "relay", password: "b", permissions {
            publish: { allow: ["videostream.>", "_INBOX.>"], deny: "videostream.gate.ask.keyframe.>" }, subscribe: ">" } }
        ] }
        """;

    [Fact]
    public async Task Those_who_join_later_get_video()
    {
        using var folder = new TemporaryDirectory();
        using NatsServerProcess nats = await StartAsync(folder);
        using ServiceHost origin = Origin(nats), relay = Relay(nats);
        for (int viewers = 0; viewers < 4; viewers++)
        {
            TestClient viewer = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false");
            using (viewer)
                Assert.True(H264ChildTests.IsKeyFrame(await LiveUnitAsync(viewer)));
        }
    }

    [Fact]
    public async Task Those_who_join_while_another_watches_get_video()
    {
        using var folder = new TemporaryDirectory();
        using NatsServerProcess nats = await StartAsync(folder);
        using ServiceHost origin = Origin(nats), relay = Relay(nats);
        using TestClient first = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false");
        // The relay does not keep the first key frame so long.
        for (int i = 0; i < 100; i++)
            await LiveUnitAsync(first);
        using TestClient second = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false");
        Assert.True(H264ChildTests.IsKeyFrame(await LiveUnitAsync(second)));
    }

    [Fact]
    public async Task Those_for_whose_variant_there_is_no_room_get_another_one()
    {
        using var folder = new TemporaryDirectory();
        using NatsServerProcess nats = await StartAsync(folder);
        using ServiceHost origin = Origin(nats, ("Publish:Nats:MaxVariants", "1")), relay = Relay(nats);
        using TestClient first = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false");
        await LiveUnitAsync(first);
        foreach (string size in (string[])["320x180", "160x90"])
        {
            TestClient other = await TestClient.ConnectAsync(relay.Address, $"codec=h264&adaptive=false&resize={size}");
            using (other)
                Assert.True(H264ChildTests.IsKeyFrame(await LiveUnitAsync(other)));
        }
    }

    private static async Task<NatsServerProcess> StartAsync(TemporaryDirectory folder)
    {
        await File.WriteAllTextAsync(folder.Path("nats.conf"), NoKeyFrames, TestContext.Current.CancellationToken);
        return new NatsServerProcess("--config", folder.Path("nats.conf"));
    }

    private static ServiceHost Origin(NatsServerProcess nats, params (string, string)[] settings) =>
        RelayPair.Origin(nats, [("Nats:User", "gate"), ("Nats:Password", "a"), .. settings]);

    private static ServiceHost Relay(NatsServerProcess nats) => new(
        ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "b"));

    private static async Task<byte[]> LiveUnitAsync(TestClient client)
    {
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        while (true)
        {
            Assert.False(timeout.IsCancellationRequested, "no live unit came");
            byte[] unit = (await client.ReceiveAsync()).Bytes;
            Assert.True(H264Metadata.TryRead(unit, out string text));
            if (!text.EndsWith("&live=0", StringComparison.Ordinal))
                return unit;
        }
    }
}
