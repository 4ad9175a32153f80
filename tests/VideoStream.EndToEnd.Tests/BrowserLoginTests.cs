using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The page of a service that has keys.</summary>
public sealed class BrowserLoginTests
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    [Theory]
    [InlineData("", IsLive)]
    [InlineData("?view=grid", "document.querySelector('.tile[data-kind=live] canvas')?.width > 16")]
    public async Task The_page_asks_for_a_key_says_that_one_is_wrong_and_is_live_with_a_right_one(string query, string isLive)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await browser.WatchAsync(service, "document.getElementById('login').open", query);
        await browser.Page.FillAsync("#login-key", "wrong");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("document.getElementById('login-problem').textContent === 'The key is wrong.'");
        await browser.ScreenshotAsync("login");
        await browser.Page.FillAsync("#login-key", "viewer");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync($"!document.getElementById('login').open && {isLive}");
        await browser.Page.ReloadAsync();
        await browser.HoldsAsync(isLive);
    }

    [Fact]
    public async Task After_a_login_a_button_logs_out_and_the_page_asks_for_a_key_again()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await LogInAsync(browser, service);
        await browser.HoldsAsync(IsLive);
        await browser.Page.ReloadAsync();
        await browser.HoldsAsync(IsLive);
        await browser.WakeAsync();
        await browser.ScreenshotAsync("logout");
        await browser.ClickControlAsync("#logout");
        await browser.HoldsAsync("document.getElementById('login').open");
        Assert.False(await browser.Page.IsVisibleAsync("#logout"));
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 0, "the login's viewers have ended");
        await browser.Page.ReloadAsync();
        await browser.HoldsAsync("document.getElementById('login').open");
        Assert.False(await browser.Page.IsVisibleAsync("#logout"));
    }

    [Fact]
    public async Task After_a_log_out_the_picture_is_gone_for_somebody_who_logs_in_with_less_too()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await LogInAsync(browser, service);
        await browser.HoldsAsync(IsLive);
        Assert.NotEqual(1, await browser.ColoursAsync("picture"));
        await browser.ClickControlAsync("#logout");
        await browser.HoldsAsync("document.getElementById('login').open");
        await ShowsNothingAsync(browser);
        Assert.False(await browser.Page.IsVisibleAsync("#countdown"), "nothing can be tried before the login");
        await browser.ScreenshotAsync("logged-out");
        await browser.Page.FillAsync("#login-key", "scraper");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("!document.getElementById('login').open && document.body.innerText.includes('the scope view')");
        await ShowsNothingAsync(browser);
        await browser.ClickControlAsync("#logout");
        await browser.HoldsAsync("document.getElementById('login').open");
        await browser.Page.FillAsync("#login-key", "viewer");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync(IsLive);
        Assert.True(await browser.Page.IsVisibleAsync("#picture"));
        Assert.NotEqual(1, await browser.ColoursAsync("picture"));
    }

    [Fact]
    public async Task After_a_log_out_in_another_tab_the_tiles_are_empty()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await LogInAsync(browser, service);
        await browser.HoldsAsync(IsLive);
        var grid = await browser.OpenOtherAsync(service, "?view=grid");
        const string areLive = "document.querySelectorAll('.tile[data-kind=live] canvas').length === 2";
        await grid.WaitForFunctionAsync($"() => {areLive}", null, new() { PollingInterval = 50 });
        Assert.False(await AreEmptyAsync());
        await browser.Page.EvaluateAsync("() => fetch('logout', { method: 'POST' })");
        const string saySo = "[...document.querySelectorAll('.reason')].every(({ textContent }) => textContent.includes('have a key'))";
        await grid.WaitForFunctionAsync($"() => {saySo}", null, new() { PollingInterval = 50 });
        Assert.True(await AreEmptyAsync());

        Task<bool> AreEmptyAsync() => grid.EvaluateAsync<bool>(
            """
            () => [...document.querySelectorAll('.tile canvas')].every(canvas => {
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              return data.every((value, at) => at % 4 === 3 || value === 0);
            })
            """);
    }

    [Fact]
    public async Task What_a_key_may_not_change_can_not_be_clicked_says_why_and_does_not_get_into_the_address()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await LogInAsync(browser, service);
        await browser.HoldsAsync(IsLive);
        Assert.True(await browser.Page.IsDisabledAsync("#osd"));
        Assert.True(await browser.Page.IsDisabledAsync("#quality"));
        Assert.Contains("With this key you can't", await browser.Page.GetAttributeAsync("#osd", "title"), StringComparison.Ordinal);
        await browser.Page.Keyboard.PressAsync("o");
        await browser.HoldsAsync("document.getElementById('notice').textContent.includes('on-screen display')");
        await browser.Page.Keyboard.PressAsync("[");
        await browser.HoldsAsync("document.getElementById('notice').textContent.includes('choose the quality')");
        await browser.ScreenshotAsync("not-with-this-key");
        await browser.ClickControlAsync("#menu-button");
        foreach (string rate in (string[])["5", "240"])
        {
            await browser.ChooseAsync("#fps", rate);
            await browser.HoldsAsync($"location.search === '{(rate == "5" ? "?fps=5" : "")}'");
        }

        await browser.Page.ReloadAsync();
        await browser.HoldsAsync(IsLive);
    }

    [Fact]
    public async Task A_choice_in_the_address_that_a_key_does_not_allow_is_left_by_a_button()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await LogInAsync(browser, service);
        await browser.WatchAsync(
            service, "document.getElementById('card-text').textContent.includes('asks for it')", "?osd=true&adaptive=false&quality=50");
        await browser.ScreenshotAsync("forbidden-choice");
        await browser.Page.ClickAsync("#defaults");
        await browser.HoldsAsync($"{IsLive} && location.search === ''");
    }

    [Fact]
    public async Task Without_keys_there_is_nothing_to_log_out_of()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.WatchAsync(service, IsLive);
        await browser.WakeAsync();
        Assert.True(await browser.Page.IsVisibleAsync("#help-button"));
        Assert.False(await browser.Page.IsVisibleAsync("#logout"));
    }

    [Fact]
    public async Task On_a_small_phone_the_login_fits_and_the_field_has_the_focus()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(options: new()
        {
            ViewportSize = new() { Width = 320, Height = 568 },
            HasTouch = true,
            IsMobile = true,
        });
        using var service = Keyed.Start();
        await browser.WatchAsync(service, "document.getElementById('login').open");
        Assert.Equal("login-key", await browser.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("Key", await browser.Page.EvaluateAsync<string>("document.getElementById('login-key').labels[0].textContent.trim()"));
        await browser.Page.FillAsync("#login-key", "wrong");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("document.getElementById('login-problem').textContent !== ''");
        await browser.ScreenshotAsync("login-phone");
        foreach (string part in (string[])["#login", "#login-words", "#login-key", "#login-send"])
        {
            var box = (await browser.Page.Locator(part).BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= 320, $"{part} is from {box.X} to {box.X + box.Width}");
            Assert.True(box.Y >= 0 && box.Y + box.Height <= 568, $"{part} is from {box.Y} to {box.Y + box.Height}");
        }

        // A finger needs 44 pixels.
        Assert.True((await browser.Page.Locator("#login-send").BoundingBoxAsync())!.Height >= 44);
        await LogInAsync(browser, service);
        await browser.HoldsAsync(IsLive);
        await browser.ScreenshotAsync("logout-phone");
        var bar = (await browser.Page.Locator("#bar").BoundingBoxAsync())!;
        var button = (await browser.Page.Locator("#logout").BoundingBoxAsync())!;
        Assert.True(button.X >= bar.X && button.X + button.Width <= bar.X + bar.Width, "the button is in the bar");
    }

    [Fact]
    public async Task A_person_who_opens_a_name_that_is_not_allowed_reads_the_key_to_set()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.Page.GotoAsync(Chromium.OtherAddress(service).ToString());
        Assert.Equal("Host not allowed", await browser.Page.TextContentAsync("h1"));
        Assert.Contains("VideoStream:Access:AllowedHosts", await browser.Page.TextContentAsync("body"), StringComparison.Ordinal);
        await browser.ScreenshotAsync("host-not-allowed");
    }

    /// <summary>Neither on the screen nor in the canvas.</summary>
    private static async Task ShowsNothingAsync(BrowserPage browser)
    {
        Assert.False(await browser.Page.IsVisibleAsync("#picture"));
        await Eventually.HoldsAsync(async () => await browser.ColoursAsync("picture") == 1, "the canvas is empty");
    }

    private static async Task LogInAsync(BrowserPage browser, ServiceHost service)
    {
        await browser.WatchAsync(service, "document.getElementById('login').open");
        await browser.Page.FillAsync("#login-key", "viewer");
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.HoldsAsync("!document.getElementById('login').open");
    }
}
