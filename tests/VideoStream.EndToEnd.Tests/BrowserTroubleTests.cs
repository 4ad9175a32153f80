using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What the page says, and does, when it gets no live picture.</summary>
public sealed class BrowserTroubleTests
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    [Fact]
    public async Task An_unknown_camera_is_named_and_tried_again_once_a_minute()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('card-text').textContent.includes('nosuch')", "?camera=nosuch");
        Assert.Equal("refused", await browser.Page.TextContentAsync("#state"));
        Assert.Matches("^Trying again in [6-9][0-9] s$", await browser.Page.TextContentAsync("#countdown"));
        Assert.True(await browser.Page.IsVisibleAsync("#card-defaults"));
        await browser.ScreenshotAsync("unknown-camera");
    }

    [Fact]
    public async Task A_proxy_that_hides_the_page_s_address_from_the_service_gets_the_setting_that_helps()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        using NginxProxy proxy = await NginxProxy.StartAsync(service.Address, without: "proxy_set_header X-Forwarded-Host");
        await browser.Page.GotoAsync(proxy.Address + "cam1/");
        await browser.HoldsAsync("document.getElementById('card-text').textContent.includes('AllowedOrigins')");
        await browser.HoldsAsync("document.getElementById('countdown').textContent.startsWith('Trying again in ')");
        Assert.Contains($"http://{proxy.Address.Authority}", await browser.Page.TextContentAsync("#card-text"), StringComparison.Ordinal);
        Assert.False(await browser.Page.IsVisibleAsync("#card-defaults"));
        await browser.ScreenshotAsync("origin-not-allowed");
    }

    [Fact]
    public async Task Where_sockets_are_blocked_the_page_shows_MJPEG_and_says_so()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        using NginxProxy proxy = await NginxProxy.StartAsync(service.Address, without: "proxy_set_header Upgrade");
        await browser.Page.GotoAsync(proxy.Address + "cam1/?resize=640x360");
        await browser.HoldsAsync("document.getElementById('fallback')?.naturalWidth === 640");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'plain stream'");
        Assert.Contains("blocks WebSockets", await browser.Page.TextContentAsync("#notice"), StringComparison.Ordinal);
        await browser.ScreenshotAsync("fallback");

        // The service goes: a picture that stands still must not look live.
        service.Dispose();
        await browser.HoldsAsync("document.body.dataset.kind === 'bad' && document.getElementById('fallback') === null");
    }

    [Fact]
    public async Task A_picture_is_stale_with_the_cause_when_the_service_hangs_and_live_when_it_goes_on()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        var (service, address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            await browser.Page.GotoAsync(address.ToString());
            await browser.HoldsAsync(IsLive);
            service.Suspend();
            await browser.HoldsAsync("document.getElementById('state').textContent === 'stale' && document.body.dataset.kind === 'bad'");
            await browser.HoldsAsync("/^No new picture since .*[0-9]/.test(document.getElementById('card-title').textContent)");
            await browser.HoldsAsync("document.getElementById('card-text').textContent.startsWith('Nothing arrives from the server')");
            await browser.ScreenshotAsync("silent");
            service.Continue();
            await browser.HoldsAsync(IsLive);
        }
    }

    [Fact]
    public async Task A_camera_that_stops_is_marked_with_the_time_of_its_last_picture_and_nothing_runs_over_it()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var camera = new MjpegCamera { Size = new OpenCvSharp.Size(640, 360) };
        using var service = new ServiceHost(("Cameras:gate:Source", camera.Network.Url()));
        await browser.WatchAsync(service, IsLive, "?osd=true");
        camera.Stall();
        await browser.HoldsAsync("document.getElementById('state').textContent.startsWith('camera ')");
        await browser.HoldsAsync("/^Camera gate is not live since .*[0-9]/.test(document.getElementById('card-title').textContent)");
        string before = await browser.PixelsAsync("picture");
        await browser.HoldsAsync("document.getElementById('countdown').textContent.startsWith('Trying again')");
        Assert.Equal(before, await browser.PixelsAsync("picture"));
        camera.Resume();
        await browser.HoldsAsync(IsLive);
    }

    [Fact]
    public async Task A_browser_that_is_busy_is_called_slow_and_not_its_connection()
    {
        // Busy for 200 of 210 ms.
        await using BrowserPage browser = await BrowserPage.OpenAsync(
            "setInterval(() => { const end = performance.now() + 200; while (performance.now() < end); }, 210);");
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('state').textContent !== 'connecting'");
        await browser.Page.Keyboard.PressAsync("i");
        await browser.HoldsAsync("document.getElementById('limit')?.textContent.startsWith('This browser is slow to draw')");
        Assert.False(await browser.Page.EvaluateAsync<bool>("() => document.body.textContent.includes('Your connection')"));
    }

    [Fact]
    public async Task Without_https_the_page_is_live_and_its_figures_are_copied_by_hand()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("Access:AllowedHosts:0", Chromium.OtherHost));
        await browser.Page.GotoAsync(Chromium.OtherAddress(service).ToString());
        await browser.HoldsAsync(IsLive);
        Assert.False(await browser.Page.EvaluateAsync<bool>("() => isSecureContext"));
        await browser.Page.Keyboard.PressAsync("i");
        await browser.HoldsAsync("document.getElementById('now-rate')?.textContent.length > 0");
        await browser.Page.ClickAsync("#copy");
        await browser.HoldsAsync("/stats[.]limit: .*camera/s.test(document.getElementById('report').value)");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_figures_are_copied_and_the_screen_stays_awake_while_the_picture_is_live()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(
            """
            window.locks = [];
            WakeLock.prototype.request = async () => {
              const lock = { released: false, release: async () => { lock.released = true; } };
              locks.push(lock);
              return lock;
            };
            """);
        using var service = new ServiceHost();
        await browser.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await browser.WatchAsync(service, $"{IsLive} && locks.length === 1 && !locks[0].released");
        await browser.Page.Keyboard.PressAsync("i");
        await browser.HoldsAsync("document.getElementById('now-rate')?.textContent.length > 0");
        await browser.Page.ClickAsync("#copy");
        await browser.HoldsAsync("document.getElementById('copy').textContent === 'Copied'");
        // The page may not read the clipboard. A person can.
        await browser.Page.EvaluateAsync(
            "() => { const field = document.createElement('textarea'); field.id = 'pasted'; document.body.append(field); field.focus(); }");
        await browser.Page.Keyboard.PressAsync("Control+V");
        await browser.HoldsAsync("document.getElementById('pasted').value.includes('stats.limit: ')");
        await browser.Page.EvaluateAsync("() => document.getElementById('pasted').remove()");

        await browser.Page.Keyboard.PressAsync(" ");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'paused' && locks[0].released");
    }
}
