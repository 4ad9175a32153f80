using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.Cameras;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Streams of clients that acknowledge or read slowly. Slow links are tested by <c>scripts/link-test.sh</c>.</summary>
[Collection(Alone.Name)]
public sealed class AdaptationTests
{
    private static readonly (string, string)[] Small = [("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    [Fact]
    public async Task Quality_falls_when_acknowledgements_come_late_and_rises_when_they_are_early_again()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80&fps=20&resize=64x48", v1: true);

        // First every frame at once, so that the base delay is known to be short.
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 10);
        JsonElement late = await AcknowledgeAsync(
            client, TimeSpan.FromMilliseconds(400), stats => stats.GetProperty("quality").GetInt32() < 80);
        Assert.Equal("client", late.GetProperty("limit").GetString());
        Assert.InRange(late.GetProperty("queueing_ms").GetDouble(), 100, 1000);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("quality").GetInt32() == 80);
    }

    [Fact]
    public async Task A_client_that_never_acknowledges_keeps_its_quality_on_a_good_link()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80", v1: true);
        for (int i = 0; i < 3; i++)
            Assert.Equal(80, (await client.TextAsync("stats")).GetProperty("quality").GetInt32());
    }

    /// <summary>Linux offers less room for packets that are not full, which is no sign that a program has not read them.</summary>
    [Fact]
    public async Task A_client_that_reads_at_once_is_not_taken_for_slow_when_its_frames_become_small()
    {
        using var service = new ServiceHost(("Cameras:main:Width", "1280"), ("Cameras:main:Height", "720"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80", v1: true);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 120);
        await client.SendAsync("""{"type":"config","resize":"320x180","quality":30}""");

        // It was said within three seconds, and for good.
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 270);
        await AcknowledgeAsync(client, TimeSpan.Zero, IsWhatTheCameraHas);

        static bool IsWhatTheCameraHas(JsonElement stats) =>
            (stats.GetProperty("width").GetInt32(), stats.GetProperty("limit").GetString()) == (320, "camera");
    }

    [Fact]
    public async Task A_client_that_acknowledges_every_tenth_frame_gets_every_frame()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80");
        long started = Stopwatch.GetTimestamp();
        for (int i = 1; i <= 200; i++)
        {
            ReceivedFrame frame = await client.FrameAsync();
            if (i % 10 == 0)
                await client.SendAsync($$"""{"type":"ack","seq":{{frame.Seq}}}""");
            Assert.True(Stopwatch.GetElapsedTime(started) < TestClient.Timeout, $"only {i} frames arrived");
        }
    }

    [Fact]
    public async Task A_client_without_adaptation_keeps_its_quality_and_skips_frames()
    {
        using var service = new ServiceHost(Small);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80&fps=20&adaptive=false", v1: true);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 10);

        JsonElement late = await AcknowledgeAsync(
            client, TimeSpan.FromMilliseconds(400), stats => stats.GetProperty("fps").GetDouble() < 10);
        Assert.Equal((80, 20.0), (late.GetProperty("quality").GetInt32(), late.GetProperty("rate").GetDouble()));
    }

    [Fact]
    public async Task A_client_that_stops_reading_gets_no_old_frames_when_it_reads_again()
    {
        using var service = new ServiceHost(Small);
        // A small receive buffer: the service counts the bytes in it as delivered.
        using HttpMessageInvoker invoker = SocketInvoker.Tcp(service.Address, receiveBuffer: 8192);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=80", v1: true, invoker: invoker);
        await AcknowledgeAsync(client, TimeSpan.Zero, stats => stats.GetProperty("sent").GetInt64() > 10);

        await SixtyFramesAsync(service);
        DateTimeOffset back = DateTimeOffset.UtcNow;
        int old = 0;
        while (true)
        {
            ReceivedFrame frame = await client.FrameAsync();
            await client.SendAsync($$"""{"type":"ack","seq":{{frame.Seq}}}""");
            if (frame.CapturedAt >= back)
                break;
            // The newest frame of the moment may have been captured just before.
            if (back - frame.CapturedAt > TimeSpan.FromSeconds(1))
                old++;
        }

        // Only the frames that were in flight when it stopped: sixty were captured meanwhile.
        Assert.InRange(old, 0, 6);
    }

    [Theory]
    [InlineData("/ws/video_feed")]
    [InlineData("/video_feed")]
    public async Task A_viewer_without_acknowledgements_gets_no_old_frames_when_it_reads_again(string path)
    {
        using var service = new ServiceHost(Small);
        // A small receive buffer: the service cannot see how much is in it.
        using RawClient client = path == "/video_feed"
            ? await RawClient.RequestAsync(service.Address, path, receiveBuffer: 8192)
            : await RawClient.ConnectAsync(service.Address, receiveBuffer: 8192);
        for (int i = 0; i < 10; i++)
            await client.NextCaptureAsync();

        await SixtyFramesAsync(service);
        DateTimeOffset back = DateTimeOffset.UtcNow;
        int old = 0;
        while (await client.NextCaptureAsync() < back)
            old++;

        Assert.InRange(old, 0, 6);
    }

    [Fact]
    public async Task An_MJPEG_viewer_that_reads_nothing_is_disconnected()
    {
        using var service = new ServiceHost([.. Small, ("WebSocket:SendTimeout", "1")]);
        using RawClient client = await RawClient.RequestAsync(service.Address, "/video_feed", receiveBuffer: 8192);
        ViewerRegistry connections = service.Get<ViewerRegistry>();
        await Eventually.HoldsAsync(() => connections.Admitted == 1, "it is let in");
        await Eventually.HoldsAsync(() => connections.Admitted == 0, "it is dropped");
        await client.ReadToEndAsync();
    }

    /// <summary>Waits until the camera has captured sixty more frames.</summary>
    private static async Task SixtyFramesAsync(ServiceHost service)
    {
        Camera camera = service.Get<CameraRegistry>().All.Single();
        long captured = camera.Captured;
        await Eventually.HoldsAsync(() => camera.Captured > captured + 60, "sixty more frames");
    }

    /// <summary>Acknowledges each frame with a delay, until the statistics match.</summary>
    private static async Task<JsonElement> AcknowledgeAsync(TestClient client, TimeSpan delay, Func<JsonElement, bool> isMeant)
    {
        var waiting = new Queue<(long Seq, DateTime At)>();
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TestClient.Timeout)
        {
            var (type, bytes) = await client.ReceiveAsync();
            if (type == WebSocketMessageType.Binary)
                waiting.Enqueue((new ReceivedFrame(bytes).Seq, DateTime.UtcNow));
            else if (JsonElement.Parse(bytes) is var text && text.GetProperty("type").GetString() == "stats" && isMeant(text))
                return text;
            while (waiting.TryPeek(out var frame) && (DateTime.UtcNow - frame.At >= delay || waiting.Count > 1))
            {
                TimeSpan left = frame.At + delay - DateTime.UtcNow;
                if (left > TimeSpan.Zero)
                    await Task.Delay(left, TestContext.Current.CancellationToken);
                await client.SendAsync($$"""{"type":"ack","seq":{{waiting.Dequeue().Seq}}}""");
            }
        }

        throw new TimeoutException("the statistics were never as meant");
    }
}
