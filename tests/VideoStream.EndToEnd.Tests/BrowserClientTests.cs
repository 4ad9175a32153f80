using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The client library in pages that are not the viewer page.</summary>
public sealed partial class BrowserClientTests
{
    private const string Page =
        """
        <!doctype html>
        <canvas id="video-canvas"></canvas>
        <script type="module">
          import { VideoStreamClient } from '/js/video-stream-client.js';
          window.watch = (settings = {}) => {
            window.client = new VideoStreamClient(undefined, { adaptive: false, ...settings });
            client.frames = [];
            client.addEventListener('frame', ({ detail }) => client.frames.push(detail));
            client.connect();
          };
          watch();
        </script>
        """;

    // Copies what the canvas shows, as a canvas that was given to a worker has no context on the page.
    private const string Copy =
        """
        window.copy = () => {
          const shown = document.getElementById('video-canvas');
          const copy = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
          copy.getContext('2d').drawImage(shown, 0, 0, 320, 180);
          return copy;
        };
        window.colours = () => new Set(new Uint32Array(copy().getContext('2d').getImageData(0, 0, 320, 180).data.buffer)).size;
        window.picture = () => copy().toDataURL();
        """;

    [Fact]
    public async Task The_page_of_the_document_shows_a_picture_that_moves()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(Copy);
        using var service = new ServiceHost();
        string document = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "docs", "client.md"), TestContext.Current.CancellationToken);
        string html = PageExample().Match(document).Groups[1].Value.Replace(
            "localhost:8000", service.Address.Authority, StringComparison.Ordinal);
        await OpenAsync(browser, service, html);

        await browser.HoldsAsync("colours() > 50 && document.getElementById('state').textContent === 'open'");
        await browser.HoldsAsync("(window.first ??= picture()) !== picture()");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_canvas_is_drawn_by_a_worker_at_the_size_of_the_frames_and_the_snapshot_is_the_JPEG_that_came()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(Copy);
        using var service = new ServiceHost();
        await OpenAsync(browser, service, Page);

        await browser.HoldsAsync("window.client?.statistics.drawn > 10 && client.statistics.drawsIn === 'worker' && colours() > 50");
        int[] size = await browser.Page.EvaluateAsync<int[]>("() => [client.frames[0].width, client.frames[0].height]");
        Assert.Equal([1280, 720], size);
        await browser.HoldsAsync("client.statistics.drawDelayMs > 0 && client.frames.at(-1).ageMs !== null");
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            """
            async () => {
              const { seq } = client.frames.at(-1);
              const text = new TextDecoder('latin1').decode(await client.snapshot().arrayBuffer());
              return text.startsWith('\xff\xd8') && text.includes(`seq=${seq}&captured_us=`);
            }
            """));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_second_client_draws_on_the_canvas_of_the_first()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(Copy);
        using var service = new ServiceHost();
        await OpenAsync(browser, service, Page);
        await browser.HoldsAsync("window.client?.statistics.drawn > 2");

        await browser.Page.EvaluateAsync("() => { client.disconnect(); window.last = picture(); watch(); }");
        await browser.HoldsAsync("client.statistics.drawn > 2 && client.statistics.drawsIn === 'worker' && picture() !== last");
        Assert.Empty(browser.Errors);
    }

    [Theory]
    [InlineData("<meta http-equiv='Content-Security-Policy' content=\"worker-src 'none'\">")]
    [InlineData("<script>delete HTMLCanvasElement.prototype.transferControlToOffscreen;</script>")]
    public async Task A_page_without_workers_is_drawn_on_the_page(string head)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(Copy);
        using var service = new ServiceHost();
        await OpenAsync(browser, service, Page.Replace("<!doctype html>", "<!doctype html>" + head, StringComparison.Ordinal));
        await browser.HoldsAsync("window.client?.statistics.drawn > 2 && client.statistics.drawsIn === 'page' && colours() > 50");
    }

    [Fact]
    public async Task A_disabled_socket_is_refused_in_the_words_of_the_service()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(Copy);
        using var service = new ServiceHost(("WebSocket:Enabled", "false"));
        await OpenAsync(browser, service, Page);
        await browser.HoldsAsync("window.client?.state.state === 'refused'");
        string[] said = await browser.Page.EvaluateAsync<string[]>("() => [String(client.state.problem.status), client.state.reason]");
        Assert.Equal("404", said[0]);
        Assert.StartsWith("VideoStream:WebSocket:Enabled is false.", said[1], StringComparison.Ordinal);
    }

    private static async Task OpenAsync(BrowserPage browser, ServiceHost service, string html)
    {
        string address = service.Address + "example.html";
        await browser.Page.RouteAsync(address, route => route.FulfillAsync(new() { ContentType = "text/html", Body = html }));
        await browser.Page.GotoAsync(address);
    }

    [GeneratedRegex("<!-- example: page -->\n```html\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex PageExample();
}
