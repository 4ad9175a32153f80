using System.Net.WebSockets;
using System.Text.Json;
using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What clients are sent, over a real Kestrel, on all write paths.</summary>
public abstract class StreamTests(WritePath path) : IDisposable
{
    private readonly ServiceHost _service = new(path, ("Cameras:main:Width", "640"), ("Cameras:main:Height", "360"));

    public void Dispose()
    {
        _service.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_client_that_knows_only_binary_messages_gets_complete_JPEGs_and_nothing_else()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);

        long last = 0;
        for (int i = 0; i < 20; i++)
        {
            var (type, bytes) = await client.ReceiveAsync();
            Assert.Equal(WebSocketMessageType.Binary, type);
            var frame = new ReceivedFrame(bytes);
            Assert.True(frame.Seq > last, "a frame came twice, or an older one after a newer one");
            last = frame.Seq;
            Assert.Equal("main", frame.Camera);
            Assert.InRange(DateTimeOffset.UtcNow - frame.CapturedAt, TimeSpan.Zero, TestClient.Timeout);
            Assert.Equal((640, 360), frame.Size());
        }
    }

    [Fact]
    public async Task A_client_of_v1_gets_hello_first_and_then_statistics_and_changes()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address, "quality=70&fps=20", v1: true);
        Assert.Equal("videostream.v1", client.Socket.SubProtocol);

        var (type, bytes) = await client.ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, type);
        JsonElement hello = JsonElement.Parse(bytes);
        Assert.Equal("hello", hello.GetProperty("type").GetString());
        Assert.Equal("main", hello.GetProperty("camera").GetString());
        Assert.Equal(4096, hello.GetProperty("limits").GetProperty("message_bytes").GetInt32());
        Assert.Equal(70, hello.GetProperty("settings").GetProperty("quality").GetInt32());
        Assert.Equal(20, hello.GetProperty("settings").GetProperty("fps").GetDouble());

        Assert.Equal("live", (await client.TextAsync("camera")).GetProperty("state").GetString());
        JsonElement stats = await client.TextAsync("stats");
        Assert.True(stats.GetProperty("sent").GetInt64() > 0);
        Assert.Equal(640, stats.GetProperty("width").GetInt32());

        await client.SendAsync("""{"type":"config","osd":true,"quality":60,"fps":15,"resize":true}""");
        JsonElement config = await client.TextAsync("config");
        // The link is good, so the quality rises to the requested one. That is a config message too.
        while (!config.GetProperty("osd").GetBoolean())
            config = await client.TextAsync("config");
        Assert.Equal(60, config.GetProperty("quality").GetInt32());
        Assert.Equal(15, config.GetProperty("fps").GetDouble());
        Assert.Equal("640x480", config.GetProperty("resize").GetString());
    }

    [Fact]
    public async Task Clients_with_and_without_OSD_get_what_they_requested_at_the_same_time()
    {
        using TestClient with = await TestClient.ConnectAsync(_service.Address, "osd=true");
        using TestClient without = await TestClient.ConnectAsync(_service.Address, "osd=false");

        var plain = new Dictionary<long, ReceivedFrame>();
        for (int i = 0; i < 60; i++)
        {
            ReceivedFrame frame = await without.FrameAsync();
            plain[frame.Seq] = frame;
            ReceivedFrame drawn = await with.FrameAsync();
            if (!plain.TryGetValue(drawn.Seq, out ReceivedFrame? same))
                continue;
            using Mat a = same.Decode(), b = drawn.Decode(), difference = new();
            Cv2.Absdiff(a, b, difference);
            using Mat topLeft = new(difference, new Rect(0, 0, 200, 40)), center = new(difference, new Rect(280, 150, 80, 60));
            Assert.True(Cv2.Norm(topLeft, NormTypes.INF) > 100, "no OSD where the camera's name should stand");
            Assert.True(Cv2.Norm(center, NormTypes.INF) < 20, "more differs than the OSD");
            return;
        }

        Assert.Fail("the two clients never got the same frame");
    }

    [Theory]
    [InlineData("resize=320x320", 320, 180)]
    [InlineData("resize=true", 640, 360)]
    [InlineData("resize=2000x2000", 640, 360)]
    [InlineData("resize=false", 640, 360)]
    public async Task Frames_are_made_to_fit_and_never_enlarged(string query, int width, int height)
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address, query);
        Assert.Equal((width, height), (await client.FrameAsync()).Size());
    }

    [Fact]
    public async Task A_command_changes_this_client_alone()
    {
        using TestClient changed = await TestClient.ConnectAsync(_service.Address);
        using TestClient other = await TestClient.ConnectAsync(_service.Address);
        int before = (await changed.FrameAsync()).Jpeg.Length;

        await changed.SendAsync("""{"type":"command","action":"set_quality","value":10}""");
        ReceivedFrame small = await NextAsync(changed, frame => frame.Jpeg.Length < before * 3 / 4);

        Assert.True((await NextAsync(other, frame => frame.Seq > small.Seq)).Jpeg.Length > before * 3 / 4);
    }

    [Fact]
    public async Task A_slower_client_gets_every_second_frame()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address, "fps=15");
        var gaps = new List<long>();
        long last = (await client.FrameAsync()).Seq;
        for (int i = 0; i < 30; i++)
        {
            long seq = (await client.FrameAsync()).Seq;
            gaps.Add(seq - last);
            last = seq;
        }

        Assert.Equal(2, gaps.Order().ElementAt(gaps.Count / 2));
        Assert.True(gaps.Average() >= 1.9, "faster than it asked for");
    }

    [Fact]
    public async Task A_paused_client_gets_nothing_until_it_resumes_with_a_new_frame()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address, v1: true);
        await client.SendAsync("""{"type":"command","action":"pause"}""");
        Assert.True((await client.TextAsync("config")).GetProperty("paused").GetBoolean());
        // Statistics of one second without a frame.
        double fps;
        do
            fps = (await client.TextAsync("stats")).GetProperty("fps").GetDouble();
        while (fps > 0);

        long newest = _service.Get<Cameras.CameraRegistry>().All.Single().Captured;
        await client.SendAsync("""{"type":"command","action":"resume"}""");
        Assert.True((await client.FrameAsync()).Seq >= newest);
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_own_time_and_the_servers()
    {
        using TestClient client = await TestClient.ConnectAsync(_service.Address);
        await client.SendAsync("""{"type":"ping","t":123.4}""");
        JsonElement pong = await client.TextAsync("pong");
        Assert.Equal(123.4, pong.GetProperty("t").GetDouble());
        DateTimeOffset server = DateTimeOffset.UnixEpoch.AddMicroseconds(pong.GetProperty("server_time_us").GetInt64());
        Assert.InRange(DateTimeOffset.UtcNow - server, TimeSpan.FromSeconds(-1), TestClient.Timeout);
    }

    private static async Task<ReceivedFrame> NextAsync(TestClient client, Func<ReceivedFrame, bool> wanted)
    {
        for (int i = 0; i < 300; i++)
        {
            ReceivedFrame frame = await client.FrameAsync();
            if (wanted(frame))
                return frame;
        }

        throw new InvalidOperationException("the expected frame never arrived");
    }
}
