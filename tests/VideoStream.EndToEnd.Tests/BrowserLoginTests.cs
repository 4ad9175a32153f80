using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The page of a service that has keys.</summary>
public sealed class BrowserLoginTests
{
    [Theory]
    [InlineData("", "document.getElementById('state').textContent === 'live'")]
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
}
