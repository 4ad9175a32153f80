using Microsoft.Playwright;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The page on a phone, upright and on its side.</summary>
public sealed class BrowserPhoneTests
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    private const string VisibleControls =
        """
        [...document.querySelectorAll('button, select')]
          .filter(control => control.checkVisibility({ visibilityProperty: true }))
          .map(control => ({ id: control.id || control.textContent, box: control.getBoundingClientRect() }))
        """;

    [Fact]
    public async Task Every_control_can_be_touched_and_none_is_outside_the_window()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(options: Phone(390, 844));
        using var service = new ServiceHost(("Cameras:gate:Source", "test"), ("Cameras:yard:Source", "test"));
        await browser.WatchAsync(service, IsLive);
        await browser.Page.Touchscreen.TapAsync(200, 300);
        await browser.HoldsAsync("document.getElementById('pause').checkVisibility({ visibilityProperty: true })");
        await browser.KeepAwakeAsync();

        Assert.NotEmpty(await browser.Page.EvaluateAsync<string[]>($"() => {VisibleControls}.map(({{ id }}) => id)"));
        Assert.Empty(await browser.Page.EvaluateAsync<string[]>(
            $"() => {VisibleControls}.filter(({{ box }}) => box.width < 44 || box.height < 44).map(({{ id }}) => id)"));
        Assert.Empty(await browser.Page.EvaluateAsync<string[]>(
            $"() => {VisibleControls}"
            + ".filter(({ box }) => box.left < 0 || box.right > innerWidth || box.bottom > innerHeight).map(({ id }) => id)"));
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        await browser.ScreenshotAsync("phone");

        await browser.Page.TapAsync("#statistics-button");
        await browser.HoldsAsync("document.getElementById('now-rate')?.textContent.length > 0");
        await browser.ScreenshotAsync("phone-statistics");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task On_its_side_the_picture_has_the_whole_screen_until_it_is_touched()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(options: Phone(844, 390));
        using var service = new ServiceHost();
        await browser.WatchAsync(service, IsLive);
        Assert.Equal(
            "844x390 pill",
            await browser.Page.EvaluateAsync<string>(
                """
                () => {
                  const { width, height } = document.getElementById('picture').getBoundingClientRect();
                  const shown = ['pill', 'bar'].filter(id => document.getElementById(id).checkVisibility({ visibilityProperty: true }));
                  return `${width}x${height} ${shown}`;
                }
                """));
        await browser.ScreenshotAsync("phone-landscape");
        await browser.Page.Touchscreen.TapAsync(400, 200);
        await browser.HoldsAsync("document.getElementById('pause').checkVisibility({ visibilityProperty: true })");
    }

    [Fact]
    public async Task Two_fingers_zoom_the_picture_and_not_the_page()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(options: Phone(390, 844));
        using var service = new ServiceHost();
        await browser.WatchAsync(service, IsLive);
        ICDPSession devtools = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await TouchAsync(devtools, "touchStart", 40);
        for (int apart = 50; apart <= 120; apart += 10)
            await TouchAsync(devtools, "touchMove", apart);
        await devtools.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });

        // Three times as far apart as at the beginning.
        await browser.HoldsAsync("Math.abs(new DOMMatrix(document.getElementById('picture').style.transform).a - 3) < 0.1");
        Assert.Equal(1, await browser.Page.EvaluateAsync<double>("() => visualViewport.scale"));
    }

    private static Task TouchAsync(ICDPSession devtools, string type, int apart) => devtools.SendAsync(
        "Input.dispatchTouchEvent",
        new()
        {
            ["type"] = type,
            ["touchPoints"] = new object[] { new { x = 195 - apart, y = 400, id = 1 }, new { x = 195 + apart, y = 400, id = 2 } },
        });

    private static BrowserNewContextOptions Phone(int width, int height) => new()
    {
        ViewportSize = new() { Width = width, Height = height },
        DeviceScaleFactor = 2,
        HasTouch = true,
        IsMobile = true,
    };
}
