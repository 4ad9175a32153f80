using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

public sealed class BrowserGridTests
{
    private const string Drawn =
        "[...document.querySelectorAll('.tile[data-kind=live] canvas')].filter(canvas => canvas.width > 16).length";

    [Fact]
    public async Task The_grid_shows_all_cameras_small_and_takes_one_place()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(
            ("Cameras:gate:Source", "test"),
            ("Cameras:yard:Source", "test"),
            ("Cameras:door:Source", "test"),
            ("WebSocket:MaxClients", "1"));
        await browser.WatchAsync(service, $"{Drawn} === 3", "?view=grid");
        Viewer[] viewers = [.. service.Get<ViewerRegistry>().Viewers];
        Assert.Equal(3, viewers.Length);
        Assert.All(viewers, viewer => Assert.Equal((640, 5), (viewer.Settings.MaxSize!.Value.Width, (int)viewer.Settings.Fps)));
        await browser.ScreenshotAsync("grid");

        await browser.Page.Keyboard.PressAsync("ArrowRight");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live' && document.title.startsWith('gate')");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_tile_stays_until_the_large_picture_is_there_and_the_grid_is_there_again_on_the_way_back()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(
            // The second picture without a tile, that of the large view, waits.
            """
            window.probe = { large: null };
            const W = WebSocket;
            window.WebSocket = class extends W {
              constructor(...args) { super(...args); this.isLarge = !String(args[0]).includes('fps=5'); }
              set onmessage(handler) {
                super.onmessage = event => {
                  if (this.isLarge && typeof event.data !== 'string' && probe.hold)
                    return;
                  handler(event);
                };
              }
            };
            probe.hold = true;
            """);
        using var service = new ServiceHost(
            ("Cameras:gate:Source", "test"), ("Cameras:yard:Source", "test"), ("WebSocket:MaxClients", "1"));
        await browser.WatchAsync(service, $"{Drawn} === 2", "?view=grid");
        await browser.Page.ClickAsync(".tile:last-child");
        await browser.HoldsAsync("document.querySelector('#box > canvas:not(#picture)')?.width === 640");
        ViewerRegistry registry = service.Get<ViewerRegistry>();
        await Eventually.HoldsAsync(
            () => registry.Viewers.Select(viewer => (viewer.Camera.Name, viewer.Settings.Fps == 5)).Order()
                .SequenceEqual([("yard", false), ("yard", true)]),
            "only the tile of that camera goes on");

        await browser.Page.EvaluateAsync("() => { probe.hold = false; }");
        await browser.HoldsAsync(
            "document.getElementById('state').textContent === 'live' && document.querySelector('#box > canvas:not(#picture)') === null");
        await Eventually.HoldsAsync(() => registry.Viewers.Count == 1, "the tile has ended");

        await browser.Page.Keyboard.PressAsync("Escape");
        await browser.HoldsAsync($"{Drawn} === 2 && document.getElementById('stage').hidden");
        await Eventually.HoldsAsync(() => registry.Viewers.Count == 2, "the large one has ended");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task The_grid_waits_in_words_for_a_service_that_is_away()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        bool isAway = true;
        await browser.Page.RouteAsync("**/api/v1/cameras", route => isAway ? route.AbortAsync() : route.ContinueAsync());
        await browser.WatchAsync(
            service, "document.getElementById('grid-words').textContent === 'The server does not answer. Trying again.'", "?view=grid");
        isAway = false;
        await browser.HoldsAsync($"{Drawn} === 1 && document.getElementById('grid-words').hidden");
    }

    [Fact]
    public async Task Tiles_out_of_sight_are_paused()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        (string, string)[] cameras = [.. Enumerable.Range(1, 8).Select(i => ($"Cameras:c{i}:Source", "test"))];
        using var service = new ServiceHost([.. cameras, ("Cameras:c1:Width", "320"), ("Cameras:c1:Height", "180")]);
        await browser.Page.SetViewportSizeAsync(390, 700);
        await browser.WatchAsync(service, $"{Drawn} >= 2", "?view=grid");
        ViewerRegistry registry = service.Get<ViewerRegistry>();
        await Eventually.HoldsAsync(
            () => registry.Viewers.Any(viewer => viewer.Settings.Paused) && registry.Viewers.Any(viewer => !viewer.Settings.Paused),
            "those below the window are paused");

        await browser.Page.EvaluateAsync("() => document.querySelector('.tile:last-child').scrollIntoView()");
        await Eventually.HoldsAsync(
            () => registry.Viewers.Any(viewer => viewer.Camera.Name == "c8" && !viewer.Settings.Paused),
            "the last one plays when it is in sight");
    }
}
