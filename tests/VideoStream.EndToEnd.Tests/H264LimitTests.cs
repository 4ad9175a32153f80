using System.Diagnostics;
using System.Net;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What viewers of H.264 can cost each other, and what there is without an encoder.</summary>
public sealed class H264LimitTests
{
    private static readonly (string, string)[] Small = [("Cameras:main:Width", "640"), ("Cameras:main:Height", "360")];

    [Fact]
    public async Task A_client_that_asks_for_key_frames_in_a_loop_gets_few()
    {
        using var service = new ServiceHost([.. Small, ("H264:MinKeyFrameInterval", "0.2")]);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false");
        int keyFrames = 0;
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < 90; i++)
        {
            await client.SendAsync("""{"type":"command","action":"request_key_frame"}""");
            keyFrames += IsKeyFrame((await client.ReceiveAsync()).Bytes) ? 1 : 0;
        }

        // One at the start, one in two seconds, and what a busy machine makes the client miss.
        Assert.InRange(keyFrames, 2, 6 + (int)Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    [Fact]
    public async Task However_many_join_a_rung_has_one_key_frame_an_interval()
    {
        using var service = new ServiceHost([.. Small, ("WebSocket:MaxClients", "40")]);
        long started = Stopwatch.GetTimestamp();
        using TestClient first = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false");
        var others = new List<TestClient>();
        int keyFrames = 0;
        for (int i = 0; i < 30; i++)
        {
            others.Add(await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false"));
            for (int frames = 0; frames < 2; frames++)
                keyFrames += IsKeyFrame((await first.ReceiveAsync()).Bytes) ? 1 : 0;
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (TestClient other in others)
        {
            Assert.True(IsKeyFrame((await other.ReceiveAsync()).Bytes));
            other.Dispose();
        }

        // MinKeyFrameInterval is a second.
        Assert.InRange(keyFrames, 2, 2 + (int)seconds);
    }

    [Fact]
    public async Task Without_the_library_it_is_refused_with_the_packages_name_and_auto_is_jpeg()
    {
        using var folder = new TemporaryDirectory();
        // The loader finds these first.
        foreach (string file in (string[])["libopenh264.so.7", "libopenh264.so.8"])
            await File.WriteAllTextAsync(folder.Path(file), "none", TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = folder.Path("") };
        var (service, address) = await ServiceProcess.ListenAsync(
            environment, "--VideoStream:Source=test", "--VideoStream:H264:Encoder=openh264");
        using (service)
        using (var http = new HttpClient { BaseAddress = address })
        {
            using TestClient client = await TestClient.ConnectAsync(address, "codec=auto");
            Assert.True((await client.ReceiveAsync()).Bytes is [0xFF, 0xD8, ..]);
            using HttpRequestMessage request = new(HttpMethod.Get, "/ws/video_feed?codec=h264");
            request.Headers.Add("Connection", "Upgrade");
            request.Headers.Add("Upgrade", "websocket");
            request.Headers.Add("Sec-WebSocket-Version", "13");
            request.Headers.Add("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
            using HttpResponseMessage refused = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            string problem = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("OpenH264 is missing. Install the package libopenh264-7", problem, StringComparison.Ordinal);
        }
    }

    private static bool IsKeyFrame(byte[] unit) => H264Tests.TypesOf(unit).Contains(NalType.IdrSlice);
}
