using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The service under a path of another server: nothing that it sends names a path from the root.</summary>
public sealed class SubPathTests : IAsyncLifetime
{
    private readonly ServiceHost _service = new();
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = TestClient.Timeout };
    private NginxProxy _proxy = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Uri Root => new(_proxy.Address, "cam1/");

    public async ValueTask InitializeAsync() => _proxy = await NginxProxy.StartAsync(_service.Address);

    public ValueTask DisposeAsync()
    {
        _proxy?.Dispose();
        _http.Dispose();
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData("js/video-stream-client.js")]
    [InlineData("snapshot.jpg")]
    [InlineData("video_feed")]
    [InlineData("api/v1/cameras")]
    [InlineData("healthz/live")]
    public async Task Everything_is_there(string path)
    {
        using HttpResponseMessage response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_path_without_its_slash_leads_to_the_page()
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(_proxy.Address, "cam1"), Cancelled);
        Assert.Equal(Root, new Uri(new Uri(_proxy.Address, "cam1"), response.Headers.Location!));
    }

    [Fact]
    public async Task The_page_is_live_and_its_grid_too()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        await browser.Page.GotoAsync(Root.ToString());
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live'");
        await browser.Page.GotoAsync(Root + "?view=grid");
        await browser.HoldsAsync("document.querySelector('.tile[data-kind=live] canvas')?.width > 16");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_socket_shows_the_camera()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", $"http://{_proxy.Address.Authority}");
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        await socket.ConnectAsync(new UriBuilder(new Uri(Root, "ws/video_feed")) { Scheme = "ws" }.Uri, timeout.Token);
        byte[] frame = new byte[2];
        WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(frame), timeout.Token);
        Assert.Equal(WebSocketMessageType.Binary, result.MessageType);
        Assert.Equal([0xFF, 0xD8], frame);
    }

    [Fact]
    public async Task A_plain_request_of_the_socket_says_what_to_do_without_an_address_of_the_service()
    {
        using HttpResponseMessage response = await GetAsync("ws/video_feed");
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        string text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.DoesNotContain("/ws/video_feed", text, StringComparison.Ordinal);
        Assert.DoesNotContain(" /", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_interface_names_addresses_below_the_path()
    {
        using HttpResponseMessage response = await GetAsync("openapi/v1.json");
        JsonElement document = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        string server = document.GetProperty("servers")[0].GetProperty("url").GetString()!;
        Assert.Equal(new Uri(Root, "snapshot.jpg"), new Uri(new Uri(Root, "openapi/v1.json"), server + "/snapshot.jpg"));
    }

    private Task<HttpResponseMessage> GetAsync(string path) =>
        _http.GetAsync(new Uri(Root, path), HttpCompletionOption.ResponseHeadersRead, Cancelled);
}
