using Microsoft.Playwright;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Transports.Connections;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A browser that opens the service over TLS. It speaks HTTP/2 then.</summary>
public sealed class BrowserTlsTests : IDisposable
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    private readonly TestCertificate _certificate = new();
    private readonly ServiceHost _service;

    public BrowserTlsTests() => _service = new ServiceHost(
        _certificate, [
            ("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180"), ("WebSocket:MaxClients", "30"),
            Keyed.Hash("viewer"),
        ]);

    private ViewerRegistry Viewers => _service.Get<ViewerRegistry>();

    public void Dispose()
    {
        _service.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task The_page_logs_in_and_is_live_over_wss_on_the_connection_that_loaded_it()
    {
        await using BrowserPage browser = await OpenAsync();
        await LogInAsync(browser);
        await browser.HoldsAsync(IsLive);
        Assert.StartsWith("https:", await browser.Page.EvaluateAsync<string>("location.href"), StringComparison.Ordinal);
        Assert.Equal("h2", await browser.Page.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].nextHopProtocol"));
        BrowserContextCookiesResult cookie = Assert.Single(await browser.Page.Context.CookiesAsync());
        Assert.Equal((true, true), (cookie.Secure, cookie.HttpOnly));
        // Only a socket over HTTP/2 needs no connection of its own.
        Viewer viewer = Assert.Single(Viewers.Viewers);
        Assert.Equal(ViewerTransport.WebSocket, viewer.Transport);
        await Eventually.HoldsAsync(() => _service.Get<ConnectionBudget>().Open == 1, "the page and its socket share one connection");
        // By the page's acknowledgements: the connection's statistics are not the socket's.
        await Eventually.HoldsAsync(() => viewer.Link.RoundTripMs is not null, "the link is measured");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task More_tabs_show_MJPEG_than_HTTP_1_has_connections()
    {
        await using BrowserPage browser = await OpenAsync();
        await LogInAsync(browser);
        const int tabs = 9;
        for (int i = 0; i < tabs; i++)
            await (await browser.Page.Context.NewPageAsync()).GotoAsync(
                _service.Address + "video_feed", new() { WaitUntil = WaitUntilState.Commit });
        await Eventually.HoldsAsync(() => Streams().Length == tabs, "all tabs are served");
        foreach (Viewer stream in Streams())
            await Eventually.HoldsAsync(() => stream.Counters.Frames > 10, "each tab gets frames");
        Assert.InRange(_service.Get<ConnectionBudget>().Open, 1, 2);
    }

    private Viewer[] Streams() => [.. Viewers.Viewers.Where(viewer => viewer.Transport == ViewerTransport.Mjpeg)];

    private static Task<BrowserPage> OpenAsync() => BrowserPage.OpenAsync(options: new()
    {
        IgnoreHTTPSErrors = true,
        ViewportSize = new() { Width = 800, Height = 600 },
    });

    private async Task LogInAsync(BrowserPage browser)
    {
        await browser.WatchAsync(_service, "document.getElementById('login').open");
        await browser.Page.FillAsync("#login-key", "viewer");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("!document.getElementById('login').open");
        // Those of the requests without a key.
        browser.Errors.Clear();
    }
}
