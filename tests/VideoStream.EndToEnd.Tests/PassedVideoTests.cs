using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Frames.H264;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras whose own H.264 goes to viewers.</summary>
public sealed class PassedVideoTests
{
    private static readonly Lazy<EncodedVideo> Video = new(() => EncodedVideo.Make());

    [Fact]
    public async Task It_is_passed_on_without_a_decode_or_an_encode()
    {
        using var camera = new RtspCamera(Video.Value);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264");
        // The first frame may be encoded, before the camera's video is known.
        await LiveStreamAsync(client, 50);
        JsonElement before = await service.CameraAsync();
        byte[] stream = await LiveStreamAsync(client, 60);

        using var folder = new TemporaryDirectory();
        await File.WriteAllBytesAsync(folder.Path("units.h264"), stream, TestContext.Current.CancellationToken);
        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"), "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        Assert.Equal(60, pixels.Length / (320 * 240));
        JsonElement status = await service.CameraAsync();
        Assert.Equal(before.GetProperty("decodes").GetInt32(), status.GetProperty("decodes").GetInt32());
        Assert.Equal(before.GetProperty("encodes").GetInt32(), status.GetProperty("encodes").GetInt32());
        Assert.True(status.GetProperty("passed_through").GetInt32() >= 60);
        Assert.True(status.GetProperty("video_kbps").GetInt32() > 0);
        Assert.Equal(1, camera.Network.Accepted);
    }

    [Fact]
    public async Task Viewers_of_both_codecs_share_one_connection_to_the_camera()
    {
        using var camera = new RtspCamera(Video.Value);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient video = await TestClient.ConnectAsync(service.Address, "codec=h264");
        await LiveStreamAsync(video, 10);
        using TestClient pictures = await TestClient.ConnectAsync(service.Address);

        await AssertPicturesAsync(pictures, 20);

        Assert.True((await service.CameraAsync()).GetProperty("decodes").GetInt32() > 0);
        Assert.Equal(1, camera.Network.Accepted);
    }

    [Fact]
    public async Task A_camera_without_key_frames_is_said_to_have_none()
    {
        using var camera = new RtspCamera(Video.Value.WithoutKeyFrames());
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await Eventually.HoldsAsync(
            async () => (await service.CameraAsync()).TryGetProperty("reason", out JsonElement reason)
                && reason.GetString() is { } text
                && text.EndsWith("the camera sends H.264, but no key frame to begin with", StringComparison.Ordinal),
            "the reason");
    }

    [Fact]
    public async Task Who_joins_long_after_a_key_frame_sees_an_encoded_rung_until_the_next_one()
    {
        // One each twelve seconds.
        using var camera = new RtspCamera(EncodedVideo.Make(
            ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-pix_fmt", "yuv420p"], false, "-g", "250"))
        {
            Interval = TimeSpan.FromMilliseconds(240),
        };
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient first = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false", v1: true);
        await Eventually.HoldsAsync(
            async () => (await first.TextAsync("stats")).GetProperty("source").GetBoolean(), "the camera's own video for the first one");
        // From the next key frame on, and longer than a viewer would be sent at once.
        await LiveStreamAsync(first, 12);
        int encodes = (await service.CameraAsync()).GetProperty("encodes").GetInt32();

        using TestClient later = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false", v1: true);
        await LiveStreamAsync(later, 3);
        Assert.True((await service.CameraAsync()).GetProperty("encodes").GetInt32() > encodes);
        await Eventually.HoldsAsync(
            async () => (await later.TextAsync("stats")).GetProperty("source").GetBoolean(), "the camera's own video");
        Assert.Equal(1, camera.Network.Accepted);
    }

    [Fact]
    public async Task A_picture_of_4K_is_passed_on()
    {
        using var camera = new RtspCamera(EncodedVideo.Make(size: "3840x2160"));
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264&adaptive=false", v1: true);
        await Eventually.HoldsAsync(
            async () => (await client.TextAsync("video")).GetProperty("width").GetInt32() == 3840, "the camera's own size");
        Assert.NotEmpty(await LiveStreamAsync(client, 30));
        Assert.Equal(0, (await service.CameraAsync()).GetProperty("decode_errors").GetInt32());
    }

    [Fact]
    public async Task A_snapshot_decodes_a_frame()
    {
        using var camera = new RtspCamera(Video.Value);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient video = await TestClient.ConnectAsync(service.Address, "codec=h264");
        await LiveStreamAsync(video, 10);

        byte[] jpeg = await service.Http.GetByteArrayAsync("/snapshot.jpg", TestContext.Current.CancellationToken);
        Assert.Equal((320, 240), new ReceivedFrame(jpeg).Size());
        // No more than are since a key frame, for one or two pictures.
        Assert.InRange((await service.CameraAsync()).GetProperty("decodes").GetInt32(), 1, 60);
    }

    [Theory]
    [InlineData("B-frames", false, "-bf", "2", "-x264-params", "b-adapt=0")]
    [InlineData("interlaced", false, "-x264-params", "interlaced=1")]
    [InlineData("sends H265, not H.264", true)]
    public async Task Where_that_is_not_possible_it_is_decoded_and_the_reason_is_said(
        string reason, bool isH265, params string[] options)
    {
        using var camera = new RtspCamera(EncodedVideo.Make(
            ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-pix_fmt", "yuv420p"], isH265, options));
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        await Eventually.HoldsAsync(
            async () => (await service.CameraAsync()).TryGetProperty("video_problem", out JsonElement problem)
                && problem.ToString().Contains(reason, StringComparison.Ordinal),
            "the reason is in the status");

        // It came too early for its `hello`.
        Assert.Contains(reason, await client.ProblemAsync("video_problem"), StringComparison.Ordinal);
        using TestClient later = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        JsonElement hello = await later.TextAsync("hello");
        Assert.Contains(reason, hello.GetProperty("video_problem").GetString()!, StringComparison.Ordinal);
        Assert.NotEmpty(await LiveStreamAsync(later, 20));
        Assert.Equal(JsonValueKind.Null, (await service.CameraAsync()).GetProperty("video_kbps").ValueKind);
    }

    [Fact]
    public async Task A_camera_that_vanishes_and_returns_goes_on_with_a_key_frame_on_the_same_connection()
    {
        using var camera = new RtspCamera(Video.Value);
        using var service = new ServiceHost(("Source", camera.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        await LiveStreamAsync(client, 10);

        camera.Network.Vanish();
        await client.CameraAsync("lost");
        camera.Network.Return();
        await client.CameraAsync("live");

        Assert.NotEmpty(await LiveStreamAsync(client, 30));
    }

    /// <summary>JPEGs of ffmpeg's test pattern, which is colourful: a grey one was decoded wrongly.</summary>
    internal static async Task AssertPicturesAsync(TestClient client, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using OpenCvSharp.Mat picture = (await client.LiveAsync()).Decode();
            Assert.Equal(320, picture.Width);
            OpenCvSharp.Cv2.MeanStdDev(picture, out _, out OpenCvSharp.Scalar deviation);
            Assert.True(deviation.Val0 > 50 && deviation.Val2 > 50);
        }
    }

    /// <summary>Units of live frames, from a key frame on, each of which depends on nothing that is missing.</summary>
    internal static async Task<byte[]> LiveStreamAsync(TestClient client, int frames)
    {
        var stream = new MemoryStream();
        for (int count = 0; count < frames;)
        {
            var (type, bytes) = await client.ReceiveAsync();
            bool isLive = type == WebSocketMessageType.Binary
                && H264Metadata.TryRead(bytes, out string text) && !text.EndsWith("live=0", StringComparison.Ordinal);
            if (!isLive)
                continue;
            if (count == 0 && !H264Tests.TypesOf(bytes).Contains(NalType.IdrSlice))
                continue;
            count++;
            await stream.WriteAsync(bytes);
        }

        return stream.ToArray();
    }
}
