using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What viewers of a relay get of variants that are longer than the NATS server takes.</summary>
public sealed class RelayLengthTests
{
    /// <summary>What follows such a key frame is short enough, and would show nothing.</summary>
    [Fact]
    public async Task A_key_frame_that_the_server_does_not_take_is_the_reason_as_long_as_none_fits()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.Path("nats.conf"), "max_payload: 4096", TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using ServiceHost origin = RelayPair.Origin(nats, ("H264:MinKeyFrameInterval", "0.2")), relay = RelayPair.Relay(nats);
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "codec=h264&adaptive=false", v1: true);

        Assert.Contains("raise max_payload", await client.EncoderProblemAsync(), StringComparison.Ordinal);
        for (int i = 0; i < 3; i++)
        {
            JsonElement stats = await client.TextAsync("stats");
            Assert.Contains("raise max_payload", stats.GetProperty("encoder_problem").GetString()!, StringComparison.Ordinal);
        }

        JsonElement published = (await origin.CameraAsync("gate")).GetProperty("published");
        Assert.Equal(0, published.GetProperty("frames").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("codec=h264")]
    public async Task A_viewer_that_may_be_sent_less_gets_what_the_server_takes(string query)
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.Path("nats.conf"), "max_payload: 4096", TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        // A viewer of H.264 begins on the second rung. It would not leave that for a better one of which no key frame comes.
        (string, string)[] ladder =
            [("H264:Ladder:0", "640x360@4000"), ("H264:Ladder:1", "640x360@3000"), ("H264:Ladder:2", "160x90@50")];
        using ServiceHost origin = RelayPair.Origin(nats, ladder);
        using var relay = new ServiceHost([("Cameras:main:Source", nats.Url + "/gate"), .. ladder]);
        // So the camera is live, and no card shows the reason.
        using TestClient small = await TestClient.ConnectAsync(relay.Address, "resize=160x90&quality=30&adaptive=false");
        await small.LiveAsync();
        using TestClient client = await TestClient.ConnectAsync(relay.Address, query, v1: true);
        Task live = query.Length == 0 ? client.LiveAsync() : PassedVideoTests.LiveStreamAsync(client, 1);
        await small.ReadUntilAsync(live);
        await live;

        Assert.True((await origin.CameraAsync("gate")).GetProperty("published").GetProperty("too_long").GetInt64() > 0);
    }
}
