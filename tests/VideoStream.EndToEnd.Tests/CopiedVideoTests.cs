using System.Diagnostics;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Cameras whose own H.264 comes through ffmpeg and goes to viewers.</summary>
public sealed class CopiedVideoTests
{
    /// <summary>More than are from one key frame to the next.</summary>
    private const int QuietFrames = 35;

    [Theory]
    [InlineData("rtmp", "")]
    // Such an address goes to ffmpeg in another way, because it may have a password.
    [InlineData("rtmp", "?key=a")]
    [InlineData("srt", "")]
    public async Task It_is_passed_on_without_a_decode_or_an_encode(string scheme, string query)
    {
        using var camera = new StreamServer(scheme, StreamServer.H264);
        using var service = new ServiceHost(("Source", camera.Url + query));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264");
        // The first frames may be encoded, before the camera's video and its bitrate are known.
        var (stream, before, status) = await QuietStretchAsync(service, client);

        using var folder = new TemporaryDirectory();
        await File.WriteAllBytesAsync(folder.Path("units.h264"), stream, TestContext.Current.CancellationToken);
        byte[] pixels = Ffmpeg.Run(
            ["-xerror", "-f", "h264", "-i", folder.Path("units.h264"), "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        Assert.Equal(QuietFrames, pixels.Length / (320 * 240));
        Assert.Equal(before.GetProperty("decodes").GetInt32(), status.GetProperty("decodes").GetInt32());
        Assert.Equal(before.GetProperty("encodes").GetInt32(), status.GetProperty("encodes").GetInt32());
        Assert.True(status.GetProperty("passed_through").GetInt32() >= QuietFrames);
        Assert.Equal(JsonValueKind.Null, status.GetProperty("video_problem").ValueKind);
    }

    [Fact]
    public async Task Viewers_of_jpegs_get_pictures()
    {
        using var camera = new StreamServer("srt", StreamServer.H264);
        using var service = new ServiceHost(WithoutProbe(camera));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await PassedVideoTests.AssertPicturesAsync(client, 30);

        await Eventually.HoldsAsync(
            async () => (await service.CameraAsync()).GetProperty("video_kbps").ValueKind == JsonValueKind.Number,
            "the bitrate of the camera's own video is known");
    }

    [Theory]
    [InlineData("rtmp", "B-frames", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "25", "-x264-params", "b-adapt=0")]
    [InlineData("rtmp", "sends flv1, not H.264", "-c:v", "flv")]
    [InlineData("rtmp", "of profile 122", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv422p")]
    [InlineData("srt", "sends H.265, not H.264", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=25")]
    public async Task Where_that_is_not_possible_it_is_decoded_and_the_reason_is_said(
        string scheme, string reason, params string[] coder)
    {
        using var camera = new StreamServer(scheme, coder);
        using var service = new ServiceHost(WithoutProbe(camera));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        await Eventually.HoldsAsync(
            async () => (await service.CameraAsync()).TryGetProperty("video_problem", out JsonElement problem)
                && problem.ToString().Contains(reason, StringComparison.Ordinal),
            "the reason is in the status");

        using TestClient later = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        Assert.NotEmpty(await PassedVideoTests.LiveStreamAsync(later, 20));
        JsonElement status = await service.CameraAsync();
        Assert.Contains(reason, status.GetProperty("video_problem").GetString()!, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, status.GetProperty("video_kbps").ValueKind);
    }

    [Fact]
    public async Task Options_for_ffmpeg_let_it_decode()
    {
        using var camera = new StreamServer("rtmp", StreamServer.H264);
        using var service = new ServiceHost([.. WithoutProbe(camera), ("Cameras:main:FfmpegInputOptions", "-rtmp_buffer 1000")]);
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        await client.LiveAsync();
        Assert.Equal("FfmpegInputOptions are set", (await service.CameraAsync()).GetProperty("video_problem").GetString());
    }

    [Fact]
    public async Task All_is_back_after_ffmpeg_was_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var camera = new StreamServer("rtmp", StreamServer.H264);
        using var service = new ServiceHost(WithoutProbe(camera));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        for (int i = 0; i < 2; i++)
        {
            await PassedVideoTests.LiveStreamAsync(client, 20 + (7 * i));
            int child = Assert.Single(
                ChildProcesses.Of(Environment.ProcessId),
                process => ChildProcesses.CommandLine(process) is var line
                    && line.Contains("-c:v copy", StringComparison.Ordinal) && line.Contains(camera.Url, StringComparison.Ordinal));
            using (Process ffmpeg = Process.GetProcessById(child))
                ffmpeg.Kill();
            await client.CameraAsync("live");
        }

        Assert.NotEmpty(await PassedVideoTests.LiveStreamAsync(client, 30));
    }

    [Fact]
    public async Task A_camera_that_vanishes_and_returns_goes_on_with_a_key_frame_on_the_same_connection()
    {
        using var camera = new StreamServer("rtmp", StreamServer.H264);
        using var service = new ServiceHost(WithoutProbe(camera));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "codec=h264", v1: true);
        await PassedVideoTests.LiveStreamAsync(client, 10);

        camera.Vanish();
        await client.CameraAsync("lost");
        camera.Return();
        await client.CameraAsync("live");

        Assert.NotEmpty(await PassedVideoTests.LiveStreamAsync(client, 30));
        Assert.Equal(JsonValueKind.Null, (await service.CameraAsync()).GetProperty("video_problem").ValueKind);
    }

    /// <summary>Without a proxy the service would look whether something listens: the one connection that this camera takes.</summary>
    private static (string Key, string Value)[] WithoutProbe(StreamServer camera) =>
        [("Cameras:main:Source", camera.Url), ("Cameras:main:ReconnectMax", "1"), ("Cameras:main:FfmpegUseProxy", "true")];

    /// <summary>Frames during which nothing was decoded or encoded, or the last ones that were tried.</summary>
    private static async Task<(byte[] Stream, JsonElement Before, JsonElement After)> QuietStretchAsync(
        ServiceHost service, TestClient client)
    {
        await PassedVideoTests.LiveStreamAsync(client, 25);
        for (int i = 0; ; i++)
        {
            JsonElement before = await service.CameraAsync();
            byte[] stream = await PassedVideoTests.LiveStreamAsync(client, QuietFrames);
            JsonElement after = await service.CameraAsync();
            bool isQuiet = new[] { "decodes", "encodes" }.All(
                count => before.GetProperty(count).GetInt32() == after.GetProperty(count).GetInt32());
            if (i == 5 || isQuiet)
                return (stream, before, after);
        }
    }
}
