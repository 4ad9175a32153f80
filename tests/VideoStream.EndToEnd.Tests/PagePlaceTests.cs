using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The streams of one page take one place together.</summary>
public sealed class PagePlaceTests
{
    private const string Page = "page=0123abcd-_";

    private static readonly (string, string)[] Small =
        [("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"), ("WebSocket:MaxClients", "1")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_has_34_streams_in_one_place_and_the_next_one_is_closed_with_the_reason()
    {
        using var service = new ServiceHost(Small);
        var tiles = new List<TestClient>();
        for (int i = 0; i < 34; i++)
            tiles.Add(await OpenAsync(service, Page));

        JsonElement status = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status", Cancelled));
        Assert.Equal((34, 1, 1), (Number(status, "clients"), Number(status, "places"), Number(status, "max_clients")));
        Assert.Equal("Too many clients: this page has 34 of 34 streams", await RefusedAsync(service, Page));
        Assert.Equal("Too many clients: 1 of 1 places are taken", await RefusedAsync(service, "page=another1"));
        Assert.Equal("Too many clients: 1 of 1 places are taken", await RefusedAsync(service, ""));

        tiles[0].Dispose();
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 33, "one stream has ended");
        Assert.Equal("Too many clients: 1 of 1 places are taken", await RefusedAsync(service, ""));
        tiles.Add(await OpenAsync(service, Page));
        tiles.ForEach(tile => tile.Dispose());
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().PlacesTaken == 0, "the place is free");
        (await OpenAsync(service, "")).Dispose();
    }

    [Fact]
    public async Task Streams_over_HTTP_share_the_place_of_their_page()
    {
        using var service = new ServiceHost(Small);
        using TestClient tile = await OpenAsync(service, Page);
        using HttpResponseMessage own = await StreamAsync(service, Page);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using HttpResponseMessage other = await StreamAsync(service, "page=another1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode);
        Assert.Contains("1 of 1 places are taken", await other.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal((2, 1), (service.Get<ViewerRegistry>().Admitted, service.Get<ViewerRegistry>().PlacesTaken));
    }

    private static int Number(JsonElement status, string field) => status.GetProperty(field).GetInt32();

    /// <summary>Opens a stream, and returns when it has its place.</summary>
    private static async Task<TestClient> OpenAsync(ServiceHost service, string query)
    {
        TestClient client = await TestClient.ConnectAsync(service.Address, query);
        await client.FrameAsync();
        return client;
    }

    private static async Task<string?> RefusedAsync(ServiceHost service, string query)
    {
        using TestClient client = await TestClient.ConnectAsync(service.Address, query);
        var (status, text) = await client.CloseAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, status);
        return text;
    }

    private static Task<HttpResponseMessage> StreamAsync(ServiceHost service, string query) =>
        service.Http.GetAsync("/video_feed?" + query, HttpCompletionOption.ResponseHeadersRead, Cancelled);
}
