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

    private static string Transport(JsonElement viewer) => viewer.GetProperty("transport").GetString()!;
}
