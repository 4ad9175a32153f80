using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>When the page takes a place, gives it back, and asks for it again.</summary>
public sealed class BrowserPlaceTests
{
    private const string CountSockets =
        """
        window.opened = window.ended = 0;
        const W = WebSocket;
        window.WebSocket = class extends W {
          constructor(...a) { super(...a); window.opened++; this.addEventListener('close', () => window.ended++); }
        };
        """;

    [Fact]
    public async Task The_page_says_full_when_it_was_refused_and_tries_again_every_two_seconds()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("WebSocket:MaxClients", "1"));
        // It reads nothing meanwhile, and would lose its place when no more fits into its kernel's buffer.
        using TestClient first = await TestClient.ConnectAsync(service.Address, "fps=1&resize=64x36");
        await browser.Page.AddInitScriptAsync(CountSockets);
        await browser.Page.Clock.InstallAsync();
        await browser.Page.GotoAsync(service.Address.ToString());
        await browser.HoldsAsync("document.getElementById('state').textContent === 'full'");
        // The page's own time. It stands from now on, so that a slow machine makes no try more of it.
        await browser.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddMinutes(1));
        await browser.HoldsAsync("opened === ended");
        int tries = await browser.Page.EvaluateAsync<int>("() => opened");
        for (int more = 1; more <= 3; more++)
        {
            // A try is due within it, and no second one.
            await browser.Page.Clock.RunForAsync(2_200);
            await browser.HoldsAsync($"opened === {tries + more} && ended === {tries + more}");
        }

        // It took no place.
        Assert.Equal(1, service.Get<ViewerRegistry>().Admitted);
        first.Dispose();
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 0, "the place is free");
        await browser.Page.Clock.RunForAsync(2_200);
        await browser.Page.Clock.ResumeAsync();
        // Its clock has run ahead of that of the service, so its pictures may count as late.
        await browser.HoldsAsync("['live', 'late'].includes(document.getElementById('state').textContent)");
    }

    [Fact]
    public async Task A_page_that_is_left_gives_its_place_back_and_is_live_again_when_it_comes_from_the_cache()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("WebSocket:MaxClients", "1"));
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live'");

        await browser.Page.EvaluateAsync("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 0, "the place is free");
        using (TestClient other = await TestClient.ConnectAsync(service.Address))
            await other.FrameAsync();

        await Eventually.HoldsAsync(() => service.Get<ViewerRegistry>().Admitted == 0, "the other one is gone");
        await browser.Page.EvaluateAsync("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live'");
        Assert.Equal(1, service.Get<ViewerRegistry>().Admitted);
        Assert.Empty(browser.Errors);
    }

    /// <summary>Its old place is free before it asks again, or soon after it was refused once.</summary>
    [Fact]
    public async Task A_page_that_is_reloaded_at_any_moment_gets_its_only_place_again_with_two_tries_at_most()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(CountSockets);
        using var service = new ServiceHost(("WebSocket:MaxClients", "1"));
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live'");
        for (int i = 0; i < 20; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(i * 500 / 19), TestContext.Current.CancellationToken);
            // Not loaded to its end, so that some reloads come while it connects.
            await browser.Page.ReloadAsync(new() { WaitUntil = Microsoft.Playwright.WaitUntilState.Commit });
            if (i % 2 == 0)
                continue;
            await browser.HoldsAsync("document.getElementById('state')?.textContent === 'live'");
            Assert.InRange(await browser.Page.EvaluateAsync<int>("() => opened"), 1, 2);
        }
    }
}
