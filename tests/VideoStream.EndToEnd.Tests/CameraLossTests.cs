using System.Net;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What viewers see of cameras that vanish, stall, return, or never existed.</summary>
public sealed class CameraLossTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_that_vanishes_shows_a_placeholder_and_returns_on_the_same_connection()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        ReceivedFrame before = await client.LiveAsync();

        camera.Network.Vanish();
        JsonElement lost = await client.CameraAsync("lost");
        Assert.Contains("127.0.0.1", lost.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.True(lost.GetProperty("next_try_us").GetInt64() > before.CapturedAt.ToUnixTimeMilliseconds() * 1000);
        ReceivedFrame one = await client.CardAsync();
        ReceivedFrame two = await client.CardAsync();
        Assert.Equal((160, 120), one.Size());
        Assert.True(two.Seq > one.Seq && one.Seq > before.Seq);
        await service.ReasonAsync("connection refused, nothing listens there");

        using HttpResponseMessage snapshot = await service.Http.GetAsync("/snapshot.jpg", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, snapshot.StatusCode);
        byte[] stale = await service.Http.GetByteArrayAsync("/snapshot.jpg?stale=ok", Cancelled);
        Assert.False(new ReceivedFrame(stale).Live);

        camera.Network.Return();
        await client.CameraAsync("live");
        ReceivedFrame after = await client.LiveAsync();
        Assert.True(after.Seq > two.Seq);
        Assert.True(camera.HasSent(after.WithoutComment()));
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/snapshot.jpg", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_camera_that_sends_nothing_is_stalled_then_lost_and_live_when_it_continues()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        ReceivedFrame before = await client.LiveAsync();

        camera.Stall();
        Assert.StartsWith("stalled", (await client.CameraAsync("stalled")).GetProperty("reason").GetString(), StringComparison.Ordinal);
        ReceivedFrame card = await client.CardAsync();
        Assert.True(card.Seq > before.Seq);
        Assert.StartsWith("stalled", (await client.CameraAsync("lost")).GetProperty("reason").GetString(), StringComparison.Ordinal);

        camera.Resume();
        await client.CameraAsync("live");
        Assert.True((await client.LiveAsync()).Seq > card.Seq);
    }

    [Fact]
    public async Task A_short_silence_ends_on_the_same_camera_connection()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        await client.LiveAsync();

        camera.Stall();
        await client.CameraAsync("stalled");
        camera.Resume();
        await client.CameraAsync("live");
        Assert.Equal(1, camera.Network.Open);
        Assert.Equal("live", (await service.CameraAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_placeholder_is_the_last_frame_darkened_with_text()
    {
        using var camera = new MjpegCamera { Size = new OpenCvSharp.Size(640, 360) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        using OpenCvSharp.Mat live = (await client.LiveAsync()).Decode();
        camera.Network.Vanish();
        using OpenCvSharp.Mat card = (await client.CardAsync()).Decode();

        double before = OpenCvSharp.Cv2.Mean(live[new OpenCvSharp.Rect(0, 0, 640, 40)]).Val0;
        double after = OpenCvSharp.Cv2.Mean(card[new OpenCvSharp.Rect(0, 0, 640, 40)]).Val0;
        Assert.Equal(before * 0.3, after, 12.0);
        using OpenCvSharp.Mat middle = card[new OpenCvSharp.Rect(200, 100, 240, 160)].CvtColor(OpenCvSharp.ColorConversionCodes.BGR2GRAY);
        OpenCvSharp.Cv2.MinMaxLoc(middle, out double _, out double brightest);
        Assert.True(brightest > 200, "no text");
    }

    [Fact]
    public async Task A_camera_that_never_existed_shows_a_plain_placeholder_in_the_requested_size()
    {
        using var service = new ServiceHost(
            ("Cameras:main:Source", "http://127.0.0.1:9/"), ("Cameras:main:Width", "640"), ("Cameras:main:Height", "360"));
        using TestClient client = await TestClient.ConnectAsync(service.Address);
        ReceivedFrame card = await client.FrameAsync();
        Assert.False(card.Live);
        Assert.Equal((640, 360), card.Size());
        Assert.Equal("http://127.0.0.1:9: connection refused, nothing listens there", await service.ReasonAsync("refused"));
        Assert.True((await client.FrameAsync()).Seq > card.Seq);
    }

    [Fact]
    public async Task A_viewer_with_its_own_size_and_OSD_gets_placeholders_too()
    {
        using var service = new ServiceHost(("Source", "http://127.0.0.1:9/"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "osd=true&resize=320x180&quality=50");
        ReceivedFrame card = await client.FrameAsync();
        Assert.False(card.Live);
        Assert.Equal((320, 180), card.Size());
    }

    [Fact]
    public async Task Without_viewers_the_camera_is_closed_and_the_first_viewer_opens_it()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        await Eventually.HoldsAsync(() => service.CameraAsync().Result.GetProperty("state").GetString() == "idle", "idle");
        Assert.Equal(0, camera.Network.Accepted);
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/healthz/ready", Cancelled)).StatusCode);

        using (TestClient client = await TestClient.ConnectAsync(service.Address))
            await client.LiveAsync();
        Assert.Equal(1, camera.Network.Accepted);
        // Stays open for ten seconds, in case the viewer only reloads its page.
        Assert.Equal(1, camera.Network.Open);
        await Eventually.HoldsAsync(() => camera.Network.Open == 0, "released");
        await Eventually.HoldsAsync(() => service.CameraAsync().Result.GetProperty("state").GetString() == "idle", "idle again");

        byte[] snapshot = await service.Http.GetByteArrayAsync("/snapshot.jpg", Cancelled);
        Assert.True(new ReceivedFrame(snapshot).Live);
    }

    [Fact]
    public async Task OnDemand_false_keeps_the_camera_open_without_viewers()
    {
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Cameras:main:Source", camera.Network.Url()), ("Cameras:main:OnDemand", "false"));
        await Eventually.HoldsAsync(() => service.CameraAsync().Result.GetProperty("captured").GetInt32() > 5, "frames without viewers");
    }

    [Theory]
    [InlineData("/dev/v4l/by-id/usb-none", "no such device: /dev/v4l/by-id/usb-none")]
    [InlineData("/nowhere/film.mp4", "no such file: /nowhere/film.mp4")]
    public async Task A_source_that_does_not_exist_makes_the_service_unready_before_anybody_watches(string source, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the reason comes from Linux");
        using var service = new ServiceHost(("Cameras:main:Source", source), ("Cameras:main:OnDemand", "true"));
        await service.ReasonAsync(reason);
        using HttpResponseMessage response = await service.Http.GetAsync("/healthz/ready", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal("idle", (await service.CameraAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_device_that_does_not_exist_is_the_reason_for_its_viewer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the reason comes from Linux");
        using var service = new ServiceHost(("Source", "/dev/v4l/by-id/usb-none"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        string? reason = (await client.CameraAsync("lost")).GetProperty("reason").GetString();
        Assert.StartsWith("no such device: /dev/v4l/by-id/usb-none", reason, StringComparison.Ordinal);
        Assert.False((await client.FrameAsync()).Live);
    }
}
