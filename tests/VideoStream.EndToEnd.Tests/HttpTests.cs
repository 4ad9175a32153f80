using System.Diagnostics;
using System.Net;
using System.Text.Json;
using OpenCvSharp;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What is there besides the socket.</summary>
public sealed class HttpTests
{
    private static readonly (string, string)[] Missing = [("Source", "/nowhere/film.mp4")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_snapshot_is_the_newest_frame_as_requested()
    {
        using var service = new ServiceHost();
        using HttpResponseMessage response = await service.Http.GetAsync("/snapshot.jpg?resize=320x320&osd=true", Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/jpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var frame = new ReceivedFrame(await response.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal((320, 180), frame.Size());
    }

    [Fact]
    public async Task Without_a_frame_a_snapshot_is_503_and_says_why()
    {
        using var service = new ServiceHost(Missing);
        using HttpResponseMessage response = await service.Http.GetAsync("/snapshot.jpg", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("no such file: /nowhere/film.mp4", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_placeholder_has_no_on_screen_display()
    {
        using var service = new ServiceHost(Missing);
        var placeholder = new ReceivedFrame(await service.Http.GetByteArrayAsync("/snapshot.jpg?stale=ok&osd=true", Cancelled));
        Assert.False(placeholder.Live);
        using Mat shown = placeholder.Decode();
        // The text is in the middle. The items of the display are in the corners.
        using Mat top = shown.RowRange(0, 80), bottom = shown.RowRange(shown.Height - 80, shown.Height);
        Assert.InRange(Contrast(shown), 100, 255);
        Assert.InRange(Contrast(top), 0, 20);
        Assert.InRange(Contrast(bottom), 0, 20);
    }

    [Fact]
    public async Task It_is_live_and_ready_while_frames_arrive()
    {
        using var service = new ServiceHost();
        await service.Http.GetByteArrayAsync("/snapshot.jpg", Cancelled);
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/healthz/live", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/healthz/ready", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task It_is_live_but_not_ready_without_a_camera_and_says_which()
    {
        using var service = new ServiceHost(
            ("Cameras:good:Source", "test"), ("Cameras:main:Source", "/nowhere/film.mp4"), ("DefaultCamera", "good"));
        await service.Http.GetByteArrayAsync("/snapshot.jpg", Cancelled);
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/healthz/live", Cancelled)).StatusCode);

        using HttpResponseMessage response = await service.Http.GetAsync("/healthz/ready", Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        JsonElement cameras = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("cameras");
        Assert.Equal("no picture yet: no such file: /nowhere/film.mp4", cameras.GetProperty("main").GetString());
        Assert.False(cameras.TryGetProperty("good", out _));
    }

    [Fact]
    public async Task An_apostrophe_in_the_answer_of_a_health_check_is_not_escaped()
    {
        using var service = new ServiceHost(("Source", "/nowhere/ana's film.mp4"));
        await service.ReasonAsync("ana's film");
        using HttpResponseMessage response = await service.Http.GetAsync("/healthz/ready", Cancelled);
        string text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("no such file: /nowhere/ana's film.mp4", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_lists_cameras_and_viewers()
    {
        using var service = new ServiceHost();
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=33&adaptive=false");
        await client.FrameAsync();
        await client.FrameAsync();

        JsonElement status = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status", Cancelled));
        Assert.Equal(1, status.GetProperty("clients").GetInt32());
        JsonElement camera = status.GetProperty("cameras")[0];
        Assert.Equal("live", camera.GetProperty("state").GetString());
        Assert.Equal(1280, camera.GetProperty("width").GetInt32());
        Assert.Equal(1, camera.GetProperty("viewers").GetInt32());
        JsonElement viewer = status.GetProperty("viewers")[0];
        Assert.Equal(8, viewer.GetProperty("id").GetString()!.Length);
        Assert.Equal(("websocket", "main"), (viewer.GetProperty("transport").GetString(), viewer.GetProperty("camera").GetString()));
        Assert.True(viewer.GetProperty("sent").GetInt64() >= 1);
        Assert.Equal(33, viewer.GetProperty("settings").GetProperty("quality").GetInt32());
    }

    [Fact]
    public async Task The_uptime_counts_from_the_start_of_the_service_and_not_of_its_process()
    {
        long started = Stopwatch.GetTimestamp();
        using var service = new ServiceHost();
        JsonElement status = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status", Cancelled));
        // The value is rounded to a tenth of a second.
        Assert.InRange(status.GetProperty("uptime_seconds").GetDouble(), 0, Stopwatch.GetElapsedTime(started).TotalSeconds + 0.05);
    }

    [Fact]
    public async Task A_disabled_socket_is_not_found()
    {
        using var service = new ServiceHost(("WebSocket:Enabled", "false"));
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(service.Address));
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Equal(HttpStatusCode.OK, (await service.Http.GetAsync("/snapshot.jpg", Cancelled)).StatusCode);
    }

    [Fact]
    public async Task The_page_its_modules_and_the_description_of_the_interface_are_served()
    {
        using var service = new ServiceHost();
        Assert.Contains("js/page/main.js", await service.Http.GetStringAsync("/", Cancelled), StringComparison.Ordinal);
        string address = await service.Http.GetStringAsync("/js/video-stream-client.js", Cancelled);
        Assert.Contains("'./client/video-stream-client.js'", address, StringComparison.Ordinal);
        string module = await service.Http.GetStringAsync("/js/client/video-stream-client.js", Cancelled);
        Assert.Contains("export class VideoStreamClient", module, StringComparison.Ordinal);
        JsonElement description = JsonElement.Parse(await service.Http.GetStringAsync("/openapi/v1.json", Cancelled));
        Assert.True(description.GetProperty("paths").TryGetProperty("/snapshot.jpg", out _));
    }

    [Fact]
    public async Task A_viewer_sees_a_camera_vanish_and_return()
    {
        using var directory = new TemporaryDirectory();
        string film = directory.Path("film.avi");
        Film.Write(film);
        using var service = new ServiceHost(("Source", film));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        long last = (await client.FrameAsync()).Seq;

        File.Delete(film);
        JsonElement lost = await client.CameraAsync("lost");
        Assert.Equal($"no such file: {film}", lost.GetProperty("reason").GetString());

        Film.Write(film);
        await client.CameraAsync("live");
        Assert.True((await client.FrameAsync()).Seq > last);
    }

    /// <summary>The difference between the brightest and the darkest pixel.</summary>
    private static double Contrast(Mat frame)
    {
        using Mat grey = frame.CvtColor(ColorConversionCodes.BGR2GRAY);
        Cv2.MinMaxLoc(grey, out double darkest, out double brightest);
        return brightest - darkest;
    }
}
