using System.Net;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A service that has H.264, and a page with a client for it.</summary>
internal static class H264Browser
{
    /// <summary>With a client that asks for H.264 where browser and service have it, as <c>window.client</c>.</summary>
    private const string Page =
        """
        <!doctype html>
        <canvas id="video-canvas"></canvas>
        <script type="module">
          import { VideoStreamClient } from '/js/video-stream-client.js';
          window.client = new VideoStreamClient(undefined, { codec: 'auto', adaptive: false });
          client.frames = [];
          client.errors = [];
          client.videos = [];
          client.addEventListener('frame', ({ detail }) => client.frames.push(detail));
          client.addEventListener('error', ({ detail }) => client.errors.push(detail));
          client.addEventListener('video', ({ detail }) => client.videos.push(detail));
          client.connect();
        </script>
        """;

    /// <summary>Between page and browser: it records commands, damages access units, and hides the page.</summary>
    public const string Script =
        """
        window.commands = [];
        window.isDamaged = false;
        window.WebSocket = class extends WebSocket {
          set onmessage(handler) {
            super.onmessage = event => {
              if (window.isDamaged && event.data instanceof ArrayBuffer)
                damage(new Uint8Array(event.data));
              handler(event);
            };
          }
          send(text) {
            const { type, action, value } = JSON.parse(text);
            if (type === 'command')
              window.commands.push([action, value].join(' ').trim());
            super.send(text);
          }
        };
        // Each slice refers to parameters that were never sent.
        window.damage = bytes => {
          for (let at = 3; at + 3 < bytes.length; at++)
            if (bytes[at - 3] === 0 && bytes[at - 2] === 0 && bytes[at - 1] === 1 && [1, 5].includes(bytes[at] & 31))
              bytes.fill(0x11, at + 1);
        };
        window.hide = hidden => {
          Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        };
        """;

    /// <summary>Starts a service. The test is skipped without the library.</summary>
    public static async Task<ServiceHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var service = new ServiceHost(settings);
        try
        {
            await SkipWithoutAsync(service.Http);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <summary>Skips the test if the service refuses H.264.</summary>
    public static async Task SkipWithoutAsync(HttpClient http)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using HttpResponseMessage answer = await http.GetAsync("/ws/video_feed?codec=h264", cancelled);
        if (answer.StatusCode == HttpStatusCode.BadRequest)
            Assert.Skip(await answer.Content.ReadAsStringAsync(cancelled));
    }

    /// <summary>Opens a page with a client.</summary>
    /// <param name="address">Of the service, as the browser is to see it.</param>
    /// <param name="script">To run before the page's own, after <see cref="Script"/>.</param>
    public static async Task<BrowserPage> OpenAsync(Uri address, string script = "")
    {
        BrowserPage browser = await BrowserPage.OpenAsync(Script + script);
        string page = address + "example.html";
        await browser.Page.RouteAsync(page, route => route.FulfillAsync(new() { ContentType = "text/html", Body = Page }));
        await browser.Page.GotoAsync(page);
        await browser.HoldsAsync("window.client !== undefined");
        return browser;
    }
}
