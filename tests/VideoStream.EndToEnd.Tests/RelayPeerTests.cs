using NATS.Client.Core;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames;
using VideoStream.Relay;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Relays at a NATS server where others answer and publish what can't be.</summary>
public sealed class RelayPeerTests
{
    private const string Subject = "videostream.gate.frames.jpeg.80.plain.640x360";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Theory]
    [InlineData("""{"instance":5,"state":"live","title":"t","width":1280,"height":720,"server_time_us":9223372036854775807,"fps":30}""")]
    [InlineData("""{"instance":5,"state":"live","title":"t","width":1280,"height":720,"server_time_us":1,"fps":-1}""")]
    [InlineData("""{"instance":5,"state":77,"server_time_us":1}""")]
    [InlineData("""[[[1]]]""")]
    public async Task A_state_that_cannot_be_is_no_answer_and_the_next_one_counts(string state)
    {
        using var nats = new NatsServerProcess();
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await using (var rogue = new NatsConnection(new NatsOpts { Url = nats.Url }))
        {
            Task answering = AnswerAsync(rogue, state);
            await relay.ReasonAsync("doesn't answer");
            await rogue.DisposeAsync();
            await answering;
        }

        using var origin = new ServiceHost(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        await client.LiveAsync();
    }

    [Fact]
    public async Task A_state_that_cannot_be_beside_a_good_one_does_not_hide_that_the_origin_is_gone()
    {
        using var nats = new NatsServerProcess();
        var origin = new ServiceHost(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address);
        await client.LiveAsync();
        await using (var rogue = new NatsConnection(new NatsOpts { Url = nats.Url }))
        {
            Task answering = AnswerAsync(rogue, """{"instance":5,"state":"live","server_time_us":9223372036854775807}""");
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            await rogue.DisposeAsync();
            await answering;
        }

        origin.Dispose();
        await relay.ReasonAsync("no service publishes camera gate");
    }

    [Fact]
    public async Task A_frame_of_a_service_that_does_not_answer_moves_no_number()
    {
        using var nats = new NatsServerProcess();
        using var origin = new ServiceHost(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        using var relay = new ServiceHost(("Cameras:main:Source", nats.Url + "/gate"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "resize=640x360&adaptive=false");
        ReceivedFrame first = await client.LiveAsync();
        await using var rogue = new NatsConnection(new NatsOpts { Url = nats.Url });
        for (int i = 0; i < 10; i++)
            await rogue.PublishAsync(Subject, Frame(first.Jpeg, i), cancellationToken: TestContext.Current.CancellationToken);
        await rogue.PingAsync(TestContext.Current.CancellationToken);

        for (int i = 0; i < 60; i++)
            Assert.InRange((await client.LiveAsync()).Seq, first.Seq + 1, first.Seq + 100_000);
    }

    [Fact]
    public async Task Who_may_ask_but_not_receive_hears_so()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(
            folder.Path("nats.conf"),
            """
            authorization { users = [
              { user: "gate", password: "a" }
              { user: "relay", password: "b", permissions { publish: ">", subscribe: "_INBOX.>" } }
            ] }
            """,
            TestContext.Current.CancellationToken);
        using var nats = new NatsServerProcess("--config", folder.Path("nats.conf"));
        using var origin = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url), ("Nats:User", "gate"), ("Nats:Password", "a"));
        using var relay = new ServiceHost(
            ("Cameras:main:Source", nats.Url + "/gate"), ("Nats:User", "relay"), ("Nats:Password", "b"));
        using TestClient client = await TestClient.ConnectAsync(relay.Address, "quality=70&adaptive=false", v1: true);
        Assert.Equal("this relay may not receive jpeg.70.plain.full", await client.EncoderProblemAsync());
        await Eventually.HoldsAsync(
            async () => (await origin.CameraAsync("gate")).GetProperty("published").GetProperty("variants").GetInt32() == 0,
            "nothing is encoded for it");
    }

    /// <summary>Else a relay could publish what it may not itself, as the request to take the camera over.</summary>
    [Fact]
    public async Task Answers_go_to_inboxes_only()
    {
        using var nats = new NatsServerProcess();
        using var origin = new ServiceHost(("Cameras:gate:Source", "test"), ("Publish:Nats:Url", nats.Url));
        await using var relay = new NatsConnection(new NatsOpts { Url = nats.Url });
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        await using INatsSub<string> elsewhere = await relay.SubscribeCoreAsync<string>("elsewhere", cancellationToken: cancelled);
        foreach (string subject in (string[])["videostream.gate.ask.state", "videostream.cameras"])
        {
            await Eventually.HoldsAsync(
                async () => (await TryAskAsync(relay, subject))?.Contains("instance", StringComparison.Ordinal) == true, "it is answered");
            await relay.PublishAsync<byte[]?>(subject, null, replyTo: "elsewhere", cancellationToken: cancelled);
            // It is answered after the one before.
            Assert.NotNull(await TryAskAsync(relay, subject));
        }

        Assert.False(elsewhere.Msgs.TryRead(out _));
    }

    private static async Task<string?> TryAskAsync(NatsConnection connection, string subject)
    {
        try
        {
            return (await connection.RequestAsync<byte[]?, string>(
                subject, null, cancellationToken: TestContext.Current.CancellationToken)).Data;
        }
        catch (NatsNoRespondersException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(NatsConnection connection, string state)
    {
        try
        {
            await foreach (NatsMsg<string> question in connection.SubscribeAsync<string>("videostream.gate.ask.state"))
                await question.ReplyAsync(state);
        }
        catch (ObjectDisposedException)
        {
            // The connection is disposed to end it, which can be within an answer.
        }
    }

    private static byte[] Frame(byte[] jpeg, int i)
    {
        byte[] message = [.. new byte[FrameEnvelope.Length], .. jpeg];
        new FrameEnvelope
        {
            Instance = 77,
            Number = FrameEnvelope.MaxNumber - 10 + i,
            CapturedAt = Now,
            PublishedAt = Now,
            Size = new PictureSize(640, 360),
            CameraSize = new PictureSize(1280, 720),
            Quality = 80,
            Unit = null,
            Metadata = (2, 0),
        }.Write(message);
        return message;
    }
}
