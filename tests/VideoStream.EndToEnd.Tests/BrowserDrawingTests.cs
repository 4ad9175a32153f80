using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A real browser draws the page's frames, acknowledges them, and shows their quality and age.</summary>
public sealed class BrowserDrawingTests
{
    [Fact]
    public async Task Frames_are_drawn_at_repaints_of_the_screen_and_then_acknowledged()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "probe.acks.length >= 20");

        string[] order = await browser.Page.EvaluateAsync<string[]>("() => probe.order.slice(0, 2 * Math.floor(probe.order.length / 2))");
        foreach (string[] pair in order.Chunk(2))
            Assert.Equal(pair[0].Replace("draw", "acknowledge", StringComparison.Ordinal), pair[1]);
        // Not all of them: on a very busy machine a repaint can take a second, and then the page does not wait for it.
        bool[] inFrame = await browser.Page.EvaluateAsync<bool[]>("() => probe.draws.map(draw => draw.inFrame)");
        Assert.True(inFrame.Count(drawn => drawn) > inFrame.Length / 2, "frames were not drawn at repaints");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_slow_screen_shows_only_the_newest_frame_and_skipped_frames_are_not_acknowledged()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script + "probe.screenDelay = 150;");
        using var service = new ServiceHost();
        await browser.WatchAsync(
            service, "probe.draws.length >= 5 && probe.draws.some((draw, at) => at > 0 && draw.seq > probe.draws[at - 1].seq + 1)");

        int[][] frames = await browser.Page.EvaluateAsync<int[][]>(
            "() => [probe.draws.map(draw => draw.seq), probe.draws.map(draw => draw.decoded), probe.acks]");
        Assert.Equal(frames[1], frames[0]);
        Assert.Equal(frames[0], frames[2]);
    }

    [Fact]
    public async Task A_page_without_repaints_still_draws()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script + "probe.screenOff = true;");
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "probe.acks.length >= 2 && probe.draws.every(draw => !draw.inFrame)");
    }

    [Fact]
    public async Task The_picture_keeps_its_box_when_frames_become_smaller()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('picture').width === 1280", "?resize=1280x720&adaptive=false");
        string before = await BoxesAsync(browser);

        await browser.ClickControlAsync("#menu-button");
        await browser.ChooseAsync("#resize", "320x240");
        await browser.HoldsAsync("document.getElementById('picture').width === 320");
        Assert.Equal(before, await BoxesAsync(browser));
    }

    [Fact]
    public async Task The_page_says_in_words_what_limits_the_picture()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live'");
        await browser.Page.Keyboard.PressAsync("i");
        await browser.HoldsAsync("(document.getElementById('limit')?.textContent ?? '') !== ''");

        string[][] said = await browser.Page.EvaluateAsync<string[][]>(
            """
            () => {
              const stats = {
                type: 'stats', fps: 7.26, rate: 7.5, bitrate_kbps: 900, skipped: 3, quality: 40, width: 640, height: 360, source: false,
              };
              const say = changes => {
                probe.pretend({ ...stats, ...changes });
                return ['limit', 'now-rate', 'now-quality', 'now-width', 'round-trip'].map(id => document.getElementById(id).textContent);
              };
              return [
                say({ limit: 'link', delivery_kbps: 1200, round_trip_ms: 9081.6, queueing_ms: 9012.2 }),
                say({ limit: 'server', round_trip_ms: null, queueing_ms: null }),
                say({ limit: 'camera' }),
              ];
            }
            """);
        Assert.Equal(
            [
                "Your connection carries 1.2 Mbit/s; the picture was reduced to 640 × 360, quality 40, 7.5 frames a second.",
                "7.3 of 7.5", "40", "640 × 360", "Round trip 9082 ms, of which waiting 9012 ms.",
            ],
            said[0]);
        Assert.StartsWith("The server is busy", said[1][0], StringComparison.Ordinal);
        Assert.Equal("Round trip –, of which waiting –.", said[1][4]);
        Assert.StartsWith("The camera delivers 7.3 of 7.5", said[2][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_marks_a_stale_picture()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live' && probe.draws.length > 5");

        await browser.Page.EvaluateAsync("() => { probe.decoderOff = true; }");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'stale' && document.body.dataset.kind === 'bad'");
        await browser.HoldsAsync("/^[0-9.]+ s$/.test(document.getElementById('age').textContent)");
        await browser.ScreenshotAsync("stale");

        await browser.Page.EvaluateAsync("() => probe.release()");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live' && document.body.dataset.kind === 'live'");
    }

    /// <summary>Where the picture and what lies on it are. The width of the pill is that of its words.</summary>
    private static Task<string> BoxesAsync(BrowserPage browser) => browser.Page.EvaluateAsync<string>(
        """
        () => JSON.stringify(['picture', 'pill', 'bar'].map(id => {
          const { x, y, width, height } = document.getElementById(id).getBoundingClientRect();
          return id === 'pill' ? { x, y, height } : { x, y, width, height };
        }))
        """);
}
