using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

public sealed class BrowserPictureInPictureTests
{
    [Fact]
    public async Task The_small_window_goes_on_while_the_page_is_hidden_and_takes_no_place_of_its_own()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost(("WebSocket:MaxClients", "1"));
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live'");
        Assert.True(
            await browser.Page.EvaluateAsync<bool>("() => document.pictureInPictureEnabled"), "this Chromium has no picture in picture");
        await browser.ClickControlAsync("#pip");
        await browser.HoldsAsync("document.pictureInPictureElement?.videoWidth === 1280");

        await browser.Page.EvaluateAsync("() => probe.hide(true)");
        ViewerRegistry registry = service.Get<ViewerRegistry>();
        await Eventually.HoldsAsync(
            () => registry.Viewers.Count(viewer => viewer.Settings.Paused) == 1, "the page's own stream is paused");
        Assert.Equal((2, 1), (registry.Viewers.Count, registry.PlacesTaken));
        await browser.Page.EvaluateAsync(
            "() => { window.framesBefore = document.pictureInPictureElement.getVideoPlaybackQuality().totalVideoFrames; }");
        await browser.HoldsAsync(
            "document.pictureInPictureElement.getVideoPlaybackQuality().totalVideoFrames > framesBefore + 20");

        await browser.Page.EvaluateAsync("() => { probe.hide(false); document.exitPictureInPicture(); }");
        await Eventually.HoldsAsync(() => registry.Viewers.Count == 1, "its stream has ended");
        await browser.HoldsAsync("document.getElementById('pip').ariaPressed === 'false'");
        Assert.Empty(browser.Errors);
    }
}
