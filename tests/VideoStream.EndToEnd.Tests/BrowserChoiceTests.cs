using Microsoft.Playwright;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>What the viewer chooses: seen in the pixels, kept in the address, and each page's own.</summary>
public sealed class BrowserChoiceTests
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    [Fact]
    public async Task Controls_change_the_pixels_and_the_way_back_restores_them()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var camera = new MjpegCamera { Still = MjpegCamera.Noise(new OpenCvSharp.Size(640, 360)) };
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        await browser.WatchAsync(service, IsLive, "?adaptive=false&quality=source");
        string original = await browser.PixelsAsync("picture");

        await browser.Page.Keyboard.PressAsync("o");
        await ChangesAsync(browser, original);
        await browser.Page.Keyboard.PressAsync("o");
        await BecomesAsync(browser, original);

        await browser.ChooseAsync("#quality", "30");
        string coarse = await ChangesAsync(browser, original);
        await browser.ChooseAsync("#quality", "95");
        await ChangesAsync(browser, coarse);
        await browser.ChooseAsync("#quality", "source");
        await BecomesAsync(browser, original);
    }

    [Fact]
    public async Task Each_tab_has_its_own_settings_and_shows_them_after_a_reload_too()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.WatchAsync(service, IsLive);
        await browser.ChooseAsync("#quality", "40");
        await browser.Page.Keyboard.PressAsync("o");
        await browser.HoldsAsync("document.getElementById('osd').ariaPressed === 'true'");

        IPage other = await browser.OpenOtherAsync(service, "?resize=320x240&fps=5&adaptive=false");
        await other.WaitForFunctionAsync("() => document.getElementById('picture').width === 320");
        Assert.Equal("80 320x240 5 false", await SettingsAsync(other));
        Assert.Equal("40 false 240 true", await SettingsAsync(browser.Page));

        await browser.Page.ReloadAsync();
        await browser.HoldsAsync($"{IsLive} && document.getElementById('osd').ariaPressed === 'true'");
        Assert.Equal("40 false 240 true", await SettingsAsync(browser.Page));
        await Eventually.HoldsAsync(
            () => service.Get<ViewerRegistry>().Viewers.Select(viewer => viewer.Settings.Encoding.Quality).Order().SequenceEqual([40, 80]),
            "the service sends each its quality");
    }

    [Fact]
    public async Task Without_controls_only_the_picture_is_there_and_the_card_when_it_is_not_live()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var camera = new MjpegCamera();
        using var service = new ServiceHost(("Source", camera.Network.Url()));
        await browser.WatchAsync(service, "document.body.dataset.kind === 'live'", "?ui=none");
        Assert.Equal("picture", await ShownAsync(browser));
        camera.Network.Vanish();
        await browser.HoldsAsync("document.body.dataset.kind === 'bad'");
        Assert.Equal("picture,card", await ShownAsync(browser));
    }

    private static Task<string> SettingsAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => ['quality', 'resize', 'fps'].map(id => document.getElementById(id).value)
          .concat(document.getElementById('osd').ariaPressed).join(' ')
        """);

    private static Task<string> ShownAsync(BrowserPage browser) => browser.Page.EvaluateAsync<string>(
        "() => ['picture', 'card', 'pill', 'bar'].filter(id => document.getElementById(id).checkVisibility()).join()");

    private static async Task<string> ChangesAsync(BrowserPage browser, string before)
    {
        string now = before;
        await Eventually.HoldsAsync(async () => (now = await browser.PixelsAsync("picture")) != before, "the pixels change");
        return now;
    }

    private static Task BecomesAsync(BrowserPage browser, string expected) => Eventually.HoldsAsync(
        async () => await browser.PixelsAsync("picture") == expected, "the pixels are what they were");
}
