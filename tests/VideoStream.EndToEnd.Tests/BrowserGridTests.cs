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
        await browser.HoldsAsync("document.getElementById('state')?.textContent === 'live' && document.title.startsWith('gate')");
        Assert.Empty(browser.Errors);
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
            () => registry.Viewers.Single(viewer => viewer.Camera.Name == "c8").Settings.Paused == false,
            "the last one plays when it is in sight");
    }
}
