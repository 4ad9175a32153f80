using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A service with keys behind a proxy with TLS, under a path, as the files of docs/deploy set it up.</summary>
public sealed class ProxyTests : IAsyncDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly CookieContainer _cookies = new();
    private readonly ServiceHost _service = Keyed.Start(("WebSocket:MaxClients", "30"));
    private DeployedProxy? _proxy;
    private HttpClient? _http;

    public static TheoryData<string> Programs => ["nginx", "caddy"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HttpClient Http => _http!;

    public ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _proxy?.Dispose();
        _certificate.Dispose();
        return _service.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task The_page_logs_in_and_is_live(string program)
    {
        await StartAsync(program);
        await using BrowserPage browser = await BrowserPage.OpenAsync(options: new() { IgnoreHTTPSErrors = true });
        await browser.Page.GotoAsync(_proxy!.Address.ToString().TrimEnd('/'));
        await browser.HoldsAsync("document.getElementById('login').open");
        Assert.Equal(_proxy.Address.ToString(), browser.Page.Url);
        await browser.Page.FillAsync("#login-key", "viewer");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live'");
        Assert.Equal(ViewerTransport.WebSocket, Assert.Single(_service.Get<ViewerRegistry>().Viewers).Transport);
        Assert.True(Assert.Single(await browser.Page.Context.CookiesAsync()).Secure);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Pictures_and_the_socket_need_the_key_and_come_with_it(string program)
    {
        await StartAsync(program);
        foreach (string path in (string[])["snapshot.jpg", "video_feed", "api/v1/cameras"])
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path));
        await Assert.ThrowsAsync<WebSocketException>(ConnectAsync);

        await LogInAsync();
        foreach (string path in (string[])["", "snapshot.jpg", "video_feed", "api/v1/cameras"])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(path));
        using ClientWebSocket socket = await ConnectAsync();
        byte[] begin = new byte[2];
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        await socket.ReceiveAsync(begin, timeout.Token);
        Assert.Equal([0xFF, 0xD8], begin);
    }

    /// <summary>Frames of 3 kB, of which a buffer would collect several.</summary>
    [Theory]
    [MemberData(nameof(Programs))]
    public async Task No_frame_of_MJPEG_waits_in_a_buffer(string program)
    {
        await StartAsync(program);
        await LogInAsync();
        using HttpResponseMessage response = await Http.GetAsync("video_feed?fps=4", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        var reader = new MultipartReader("videostream", await response.Content.ReadAsStreamAsync(Cancelled));
        Viewer viewer = Assert.Single(_service.Get<ViewerRegistry>().Viewers);
        for (int received = 1; received <= 8; received++)
        {
            MultipartSection? part = await reader.ReadNextSectionAsync(Cancelled);
            await part!.Body.CopyToAsync(Stream.Null, Cancelled);
            Assert.InRange(viewer.Counters.Frames - received, -1, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task An_address_that_a_client_claims_is_not_believed(string program)
    {
        await StartAsync(program);
        await LogInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "video_feed");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("Forwarded", "for=203.0.113.9");
        using HttpResponseMessage stream = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        using HttpResponseMessage answer = await _service.Http.SendAsync(Keyed.Request("/api/v1/status", "boss"), Cancelled);
        JsonElement status = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("127.0.0.1", Assert.Single(status.GetProperty("viewers").EnumerateArray()).GetProperty("remote").GetString());
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_host_that_a_client_claims_is_not_believed(string program)
    {
        await StartAsync(program);
        await LogInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "snapshot.jpg");
        // A page of this site, if the service believed the client.
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Headers.Add("Origin", "https://evil.example");
        using HttpResponseMessage response = await Http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task The_path_without_its_slash_leads_to_the_page(string program)
    {
        await StartAsync(program);
        var address = new Uri(_proxy!.Address.ToString().TrimEnd('/'));
        using HttpResponseMessage response = await Http.GetAsync(address, Cancelled);
        Assert.Equal(_proxy.Address, new Uri(address, response.Headers.Location!));
    }

    private async Task StartAsync(string program)
    {
        _proxy = await DeployedProxy.StartAsync(program, _service.Address, _certificate);
        SocketsHttpHandler handler = _proxy.Handler(_certificate);
        handler.CookieContainer = _cookies;
        _http = new HttpClient(handler) { BaseAddress = _proxy.Address, Timeout = TestClient.Timeout };
    }

    private async Task LogInAsync()
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", "viewer")]);
        using HttpResponseMessage response = await Http.PostAsync("login", form, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage response = await Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        return response.StatusCode;
    }

    /// <summary>As a page of the proxy's site.</summary>
    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", _proxy!.Address.GetLeftPart(UriPartial.Authority));
        if (_cookies.GetCookieHeader(_proxy.Address) is { Length: > 0 } cookie)
            socket.Options.SetRequestHeader("Cookie", cookie);
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        using var invoker = new HttpMessageInvoker(_proxy.Handler(_certificate));
        await socket.ConnectAsync(new UriBuilder(new Uri(_proxy.Address, "ws/video_feed")) { Scheme = "wss" }.Uri, invoker, timeout.Token);
        return socket;
    }
}
