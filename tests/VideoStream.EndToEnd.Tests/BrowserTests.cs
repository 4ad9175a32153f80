using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The service's page, and typical pages of other people, in a real browser.</summary>
public sealed class BrowserTests
{
    [Fact]
    public async Task The_page_shows_live_frames_and_its_controls_reach_the_service()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.Page.GotoAsync(service.Address + "?adaptive=false");

        await browser.Page.WaitForFunctionAsync("() => document.getElementById('state').textContent === 'live'");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('picture').width === 1280");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('age').textContent.endsWith(' ms')");
        await browser.Page.Keyboard.PressAsync("i");
        await browser.Page.WaitForFunctionAsync("() => parseFloat(document.getElementById('now-rate')?.textContent) > 5");
        await browser.Page.Keyboard.PressAsync("Escape");
        Assert.True(await browser.ColoursAsync("picture") > 50, "the canvas is blank");
        await browser.ScreenshotAsync("page");

        await browser.ClickControlAsync("#menu-button");
        await browser.ChooseAsync("#resize", "320x240");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('picture').width === 320");
        await browser.ClickControlAsync("#osd");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('osd').ariaPressed === 'true'");
        await browser.ChooseAsync("#quality", "40");
        await browser.Page.WaitForFunctionAsync("() => location.search.includes('quality=40')");
        await browser.ClickControlAsync("#pause");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('state').textContent === 'paused'");

        var session = Assert.Single(service.Get<Viewers.ViewerRegistry>().Viewers);
        Assert.Equal((true, 40, true), (session.Settings.Osd, session.Settings.Encoding.Quality, session.Settings.Paused));
        Assert.Equal(new Frames.PictureSize(320, 240), session.Settings.MaxSize);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_page_says_why_a_camera_is_lost_and_is_live_when_it_is_back()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var camera = new MjpegCamera { Size = new OpenCvSharp.Size(640, 360) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        await browser.Page.GotoAsync(service.Address + "?codec=jpeg&adaptive=false");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live'");
        await browser.HoldsAsync("document.getElementById('quality-sent').textContent === 'original'");

        camera.Network.Vanish();
        await browser.HoldsAsync("document.body.dataset.kind === 'bad'");
        await browser.HoldsAsync("/connection refused, nothing listens there/i.test(document.getElementById('card-text').textContent)");
        // The age is that of the camera's last frame, so it grows.
        await browser.HoldsAsync("document.getElementById('age').textContent.endsWith(' s')");
        await browser.ScreenshotAsync("lost");

        camera.Network.Return();
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live'");
        await browser.HoldsAsync("document.getElementById('age').textContent.endsWith(' ms')");
    }

    [Fact]
    public async Task The_page_says_that_its_socket_was_refused_and_not_that_it_was_lost()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("WebSocket:Enabled", "false"));
        await browser.Page.GotoAsync(service.Address.ToString());
        await browser.HoldsAsync("document.getElementById('state').textContent === 'refused'");
        await browser.HoldsAsync("document.getElementById('card-text').textContent.startsWith('VideoStream:WebSocket:Enabled is false')");
    }

    [Fact]
    public async Task The_page_reconnects_by_itself_after_the_service_was_away()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        var (service, address) = await ServiceProcess.ListenAsync("--source=test");
        using (service)
        {
            await browser.Page.GotoAsync(address.ToString());
            await browser.Page.WaitForFunctionAsync("() => document.getElementById('state').textContent === 'live'");
            service.Process.Kill();
            await service.ExitAsync();
            await browser.Page.WaitForFunctionAsync("() => document.getElementById('state').textContent === 'disconnected'");
        }

        var (next, _) = await ServiceProcess.ListenAsync("--source=test", $"--urls=http://127.0.0.1:{address.Port}");
        using (next)
            await browser.Page.WaitForFunctionAsync("() => document.getElementById('state').textContent === 'live'");
    }

    [Fact]
    public async Task A_page_with_an_img_and_blobs_that_knows_only_binary_messages_works_unchanged()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("WebSocket:AllowedOrigins:0", "*"));
        await browser.Page.SetContentAsync("<img id=view>");
        await browser.Page.EvaluateAsync(
            """
            address => {
              window.texts = [];
              const socket = new WebSocket(address);
              socket.binaryType = 'blob';
              socket.onopen = () => {
                socket.send(JSON.stringify({ type: 'config', osd: true, resize: false }));
                socket.send(JSON.stringify({ type: 'command', action: 'set_quality', value: 60 }));
              };
              socket.onmessage = event => {
                if (!(event.data instanceof Blob)) { window.texts.push(event.data); return; }
                const view = document.getElementById('view');
                URL.revokeObjectURL(view.src);
                view.src = URL.createObjectURL(event.data);
              };
            }
            """,
            $"ws://{service.Address.Authority}/ws/video_feed");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('view').naturalWidth === 1280");
        var session = Assert.Single(service.Get<Viewers.ViewerRegistry>().Viewers);
        await Eventually.HoldsAsync(() => session.Settings is { Encoding.Quality: 60, Osd: true }, "its commands took effect");
        Assert.Empty(await browser.Page.EvaluateAsync<string[]>("() => window.texts"));
    }

    [Fact]
    public async Task The_page_switches_between_cameras()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(
            ("Cameras:front:Source", "test"), ("Cameras:back:Source", "test"), ("Cameras:back:Width", "640"),
            ("Source", "test"), ("DefaultCamera", "front"));
        await browser.Page.GotoAsync(service.Address + "?adaptive=false");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('picture').width === 1280");
        Assert.Equal("front", await browser.Page.TextContentAsync("#name"));
        await browser.ClickControlAsync("#pill");
        await browser.Page.ClickAsync("#cameras button:has-text('back')");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('picture').width === 640");
        await browser.Page.WaitForFunctionAsync("() => document.title.startsWith('back') && location.search.includes('camera=back')");
    }

    [Fact]
    public async Task The_client_forgets_refused_settings_and_stays_disconnected()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.Page.GotoAsync(service.Address.ToString());
        string[] results = await browser.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { VideoStreamClient } = await import('/js/video-stream-client.js');
              // Without adaptation, because its changes are sent as config messages too.
              const client = new VideoStreamClient(undefined, { adaptive: false });
              const next = type => new Promise(resolve => client.addEventListener(type, event => resolve(event.detail), { once: true }));
              const results = [];
              const hello = next('hello');
              client.connect();
              await hello;
              const error = next('error');
              client.setQuality(500);
              results.push((await error).code);
              const config = next('config');
              client.setQuality(33);
              await config;
              const again = next('hello');
              client.setCamera('main');
              results.push(String((await again).settings.requested_quality));
              const frame = next('frame');
              results.push(String((await frame).bitmap.width));
              client.addEventListener('state', ({ detail }) => { if (detail.state === 'connecting') client.disconnect(); });
              client.setCamera('main');
              const silence = await Promise.race([next('hello'), new Promise(resolve => setTimeout(() => resolve('silence'), 1000))]);
              results.push(String(silence));
              return results;
            }
            """);
        Assert.Equal(["out_of_range", "33", "1280", "silence"], results);
    }

    [Fact]
    public async Task An_img_of_the_MJPEG_stream_shows_it_to_pages_that_are_allowed()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("Access:AllowedOrigins:0", "*"));
        await browser.Page.SetContentAsync($"<img id=view src='{service.Address}video_feed?resize=640x360'>");
        await browser.Page.WaitForFunctionAsync("() => document.getElementById('view').naturalWidth === 640");
    }
}
