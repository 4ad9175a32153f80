using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The viewers in <c>/api/v1/status</c>.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task Viewers_of_every_transport_are_listed()
    {
        using var service = new ServiceHost();
        using TestClient client = await TestClient.ConnectAsync(service.Address, "quality=33&adaptive=false", v1: true);
        string session = (await client.TextAsync("hello")).GetProperty("session").GetString()!;
        await client.FrameAsync();
        using HttpResponseMessage stream = await service.Http.GetAsync(
            "/video_feed?quality=44&adaptive=false", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using Stream body = await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        // The camera counts a viewer from its first frame on.
        await body.ReadExactlyAsync(new byte[1000], TestContext.Current.CancellationToken);

        JsonElement status = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status", TestContext.Current.CancellationToken));
        JsonElement[] viewers = [.. status.GetProperty("viewers").EnumerateArray().OrderBy(Transport)];
        Assert.Equal(["mjpeg", "websocket"], viewers.Select(Transport));
        Assert.Equal([44, 33], viewers.Select(viewer => viewer.GetProperty("settings").GetProperty("quality").GetInt32()));
        Assert.Equal(session, viewers[1].GetProperty("id").GetString());
        Assert.Equal(2, status.GetProperty("clients").GetInt32());
        Assert.Equal(2, status.GetProperty("cameras")[0].GetProperty("viewers").GetInt32());
    }

    [Fact]
    public async Task The_rate_of_the_camera_and_whether_its_picture_is_still_reach_the_viewer()
    {
        using var camera = new MjpegCamera { Still = MjpegCamera.Noise(new(160, 120)) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        using TestClient client = await TestClient.ConnectAsync(service.Address, "fps=5", v1: true);

        JsonElement still = await StatsAsync(client, isStill: true);
        // The camera's own rate, and not the one that the viewer asked for or is sent.
        Assert.InRange(still.GetProperty("camera_fps").GetDouble(), 5.5, 60);
        Assert.InRange((await service.CameraAsync()).GetProperty("fps").GetDouble(), 5.5, 60);
        using TestClient later = await TestClient.ConnectAsync(service.Address, v1: true);
        Assert.InRange((await later.TextAsync("hello")).GetProperty("camera_fps").GetDouble(), 5.5, 60);

        camera.Still = null;
        await StatsAsync(client, isStill: false);
    }

    [Fact]
    public async Task The_rate_of_a_camera_that_was_never_live_is_unknown()
    {
        using var service = new ServiceHost(("Source", "/nowhere/film.mp4"));
        using TestClient client = await TestClient.ConnectAsync(service.Address, v1: true);
        Assert.False((await client.TextAsync("hello")).TryGetProperty("camera_fps", out _));
        JsonElement stats = await client.TextAsync("stats");
        Assert.False(stats.TryGetProperty("camera_fps", out _));
        Assert.False(stats.GetProperty("still").GetBoolean());
        Assert.Equal(JsonValueKind.Null, (await service.CameraAsync()).GetProperty("fps").ValueKind);
    }

    private static async Task<JsonElement> StatsAsync(TestClient client, bool isStill)
    {
        for (int i = 0; i < 15; i++)
        {
            JsonElement stats = await client.TextAsync("stats");
            if (stats.GetProperty("still").GetBoolean() == isStill)
                return stats;
        }

        throw new TimeoutException($"'still' never was {isStill}");
    }

    private static string Transport(JsonElement viewer) => viewer.GetProperty("transport").GetString()!;
}
