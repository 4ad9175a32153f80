using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The page that a signed link opens.</summary>
public sealed class BrowserLinkTests
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_opens_the_page_on_its_camera_and_two_tabs_show_two_links()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        await browser.WatchAsync(service, IsLive, await LinkAsync(service, "yard"));
        Assert.Contains("yard", await browser.Page.TitleAsync(), StringComparison.Ordinal);
        var other = await browser.OpenOtherAsync(service, await LinkAsync(service, "gate"));
        await other.WaitForFunctionAsync($"() => {IsLive}", null, new() { PollingInterval = 50 });
        Assert.Contains("gate", await other.TitleAsync(), StringComparison.Ordinal);
        await browser.Page.ReloadAsync();
        await browser.HoldsAsync(IsLive);
        Assert.Contains("yard", await browser.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(await browser.Page.Context.CookiesAsync());
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_link_without_its_last_slash_opens_the_page_too_and_its_grid_has_its_camera_alone()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        string link = await LinkAsync(service, "yard");
        await browser.WatchAsync(service, IsLive, link.TrimEnd('/'));
        await browser.WatchAsync(
            service,
            "document.querySelectorAll('.tile').length === 1 && document.querySelector('.tile[data-kind=live] canvas')?.width > 16",
            link + "?view=grid");
    }

    [Fact]
    public async Task An_image_of_a_link_is_live()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        string link = await LinkAsync(service, "gate");
        await browser.WatchAsync(service, "document.getElementById('login').open");
        await browser.Page.EvaluateAsync(
            "source => { const image = new Image(); image.id = 'linked'; image.src = source; document.body.append(image); }",
            link + "video_feed");
        await browser.HoldsAsync("document.getElementById('linked').naturalWidth === 160");
    }

    [Fact]
    public async Task A_link_that_was_revoked_says_so_shows_nothing_and_asks_for_no_key()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        string link = await LinkAsync(service, "gate");
        await browser.WatchAsync(service, IsLive, link);
        JsonElement list = JsonElement.Parse(await TextAsync(service, Keyed.Request("/api/v1/links", "boss")));
        await TextAsync(service, Keyed.Request($"/api/v1/links/{list[0].GetProperty("id")}", "boss", method: "DELETE"));
        await browser.HoldsAsync("document.body.innerText.includes('This link was revoked')");
        Assert.False(await browser.Page.EvaluateAsync<bool>("document.getElementById('login').open"));
        Assert.False(await browser.Page.IsVisibleAsync("#picture"));
        await Eventually.HoldsAsync(async () => await browser.ColoursAsync("picture") == 1, "the canvas is empty");
        Assert.False(await browser.Page.IsVisibleAsync("#countdown"), "no try could help");
        await browser.ScreenshotAsync("link-revoked");
    }

    [Fact]
    public async Task Over_a_link_the_quality_can_be_less_stays_so_and_nobody_is_said_to_have_a_key()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = Keyed.Start();
        string link = await LinkAsync(service, "gate");
        await browser.WatchAsync(service, IsLive, link + "?codec=jpeg");
        await browser.ChooseAsync("#quality", "50");
        await browser.HoldsAsync("location.search === '?codec=jpeg&quality=50'");
        await browser.Page.ReloadAsync();
        await browser.HoldsAsync($"{IsLive} && document.getElementById('quality').value === '50'");
        Assert.Equal(50, Assert.Single(service.Get<ViewerRegistry>().Viewers).Settings.Encoding.Quality);
        Assert.Contains("With this link", await browser.Page.GetAttributeAsync("#osd", "title"), StringComparison.Ordinal);
        await browser.Page.Keyboard.PressAsync("o");
        await browser.HoldsAsync("document.getElementById('notice').textContent.startsWith('With this link you can')");
        await browser.WatchAsync(
            service, "document.getElementById('card-title').textContent === 'Not allowed with this link'", link + "?osd=true");
        await browser.Page.ClickAsync("#defaults");
        await browser.HoldsAsync($"{IsLive} && location.search === ''");
    }

    private static async Task<string> LinkAsync(ServiceHost service, string camera)
    {
        using HttpRequestMessage request = Keyed.Request("/api/v1/links", "boss", method: "POST");
        request.Content = new StringContent($$"""{"camera":"{{camera}}"}""", System.Text.Encoding.UTF8, "application/json");
        return JsonElement.Parse(await TextAsync(service, request)).GetProperty("path").GetString()!.TrimStart('/');
    }

    private static async Task<string> TextAsync(ServiceHost service, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await service.Http.SendAsync(request, Cancelled);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(Cancelled);
    }
}
