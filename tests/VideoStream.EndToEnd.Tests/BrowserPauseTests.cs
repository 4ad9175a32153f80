using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A hidden page gets no frames, whatever happens meanwhile, and is live as soon as it is visible.</summary>
public sealed class BrowserPauseTests
{
    [Theory]
    [InlineData("screen", "probe.decoded > probe.drawn")]
    [InlineData("decoder", "probe.decoding > probe.decoded")]
    public async Task A_hidden_page_pauses_drops_frames_that_are_not_drawn_and_continues_with_the_newest(string waitsFor, string isWaiting)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live' && probe.draws.length >= 5");

        // Hidden while a frame waits for the decoder or the screen.
        await browser.Page.EvaluateAsync($"() => {{ probe.{waitsFor}Off = true; }}");
        await browser.HoldsAsync($"{isWaiting} && (probe.hide(true), probe.drawnBefore = probe.draws.length, true)");
        Viewer session = Assert.Single(service.Get<ViewerRegistry>().Viewers);
        await Eventually.HoldsAsync(() => session.Settings.Paused, "it paused");
        await browser.Page.EvaluateAsync("() => probe.release()");
        // Every received frame is acknowledged. Otherwise the service would wait for acknowledgements at the resume.
        await browser.HoldsAsync("probe.texts.some(text => text.type === 'config' && text.paused) && probe.acked === probe.received");
        await StatisticsAsync(browser, 2);
        Assert.Equal("Pause", await browser.Page.GetAttributeAsync("#pause", "aria-label"));
        Assert.NotEqual("paused", await browser.Page.TextContentAsync("#state"));
        Assert.True(
            await browser.Page.EvaluateAsync<bool>("() => probe.draws.length === probe.drawnBefore"), "it drew while it was hidden");

        double shownMs = await browser.Page.EvaluateAsync<double>("() => { probe.hide(false); return Date.now(); }");
        await browser.HoldsAsync("probe.draws.length > probe.drawnBefore && document.getElementById('state').textContent === 'live'");
        double capturedMs = await browser.Page.EvaluateAsync<double>("() => probe.draws[probe.drawnBefore].capturedMs");
        Assert.True(capturedMs > shownMs - 500, $"it continued with a frame that was {shownMs - capturedMs} ms old");
        Assert.Equal(["pause", "resume"], await browser.Page.EvaluateAsync<string[]>("() => probe.commands"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task What_the_user_paused_stays_paused_when_the_page_was_hidden_or_the_connection_lost()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live' && probe.draws.length > 0");
        await browser.ClickControlAsync("#pause");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'paused'");

        await browser.Page.EvaluateAsync("() => probe.hide(true)");
        await StatisticsAsync(browser, 1);
        await browser.Page.EvaluateAsync("() => probe.hide(false)");
        await StatisticsAsync(browser, 1);
        Assert.Equal(["pause"], await browser.Page.EvaluateAsync<string[]>("() => probe.commands"));

        await ReconnectAsync(service);
        await browser.HoldsAsync("document.getElementById('state').textContent === 'paused'");
        await StatisticsAsync(browser, 1);
        Assert.Equal("paused", await browser.Page.TextContentAsync("#state"));
        Assert.Equal("Resume", await browser.Page.GetAttributeAsync("#pause", "aria-label"));

        await browser.Page.EvaluateAsync("() => { probe.drawnBefore = probe.draws.length; }");
        await browser.ClickControlAsync("#pause");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live' && probe.draws.length > probe.drawnBefore");
    }

    [Fact]
    public async Task A_connection_that_a_hidden_page_opens_is_paused_and_live_when_the_page_is_visible()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live' && probe.draws.length > 0");
        await browser.Page.EvaluateAsync("() => { probe.hide(true); probe.drawnBefore = probe.draws.length; }");

        await ReconnectAsync(service);
        await browser.HoldsAsync("probe.texts.at(-1).type === 'stats' && probe.opened === 2");
        Assert.True(
            await browser.Page.EvaluateAsync<bool>("() => probe.draws.length === probe.drawnBefore"), "it drew while it was hidden");
        Assert.Equal("Pause", await browser.Page.GetAttributeAsync("#pause", "aria-label"));

        await browser.Page.EvaluateAsync("() => probe.hide(false)");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live' && probe.draws.length > probe.drawnBefore");
        Assert.Equal("Pause", await browser.Page.GetAttributeAsync("#pause", "aria-label"));
    }

    [Fact]
    public async Task A_connection_is_given_up_when_it_is_silent_and_not_because_the_page_slept()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(BrowserProbe.Script);
        using var service = new ServiceHost();
        await browser.Page.GotoAsync(service.Address.ToString());
        await StatisticsAsync(browser, 1);

        // Like a page after a freeze: its timers run first, and then it gets the messages of the meantime.
        await browser.Page.EvaluateAsync("() => { probe.sleptMs += 600000; probe.intervals.forEach(action => action()); }");
        await StatisticsAsync(browser, 2);
        Assert.Equal(1, await browser.Page.EvaluateAsync<int>("() => probe.opened"));

        await browser.Page.EvaluateAsync(
            "() => { probe.deaf = true; for (let i = 0; i < 4; i++) probe.intervals.forEach(action => action()); }");
        await browser.HoldsAsync("probe.opened === 2 || document.getElementById('card-text').textContent.includes('fell silent')");
    }

    /// <summary>Waits until the page has received more statistics. They are sent to paused viewers too.</summary>
    private static async Task StatisticsAsync(BrowserPage browser, int more)
    {
        int heard = await browser.Page.EvaluateAsync<int>("() => probe.count('stats')");
        await browser.HoldsAsync($"probe.count('stats') >= {heard + more}");
    }

    /// <summary>Disconnects the only viewer, and waits for another one that is paused.</summary>
    private static async Task ReconnectAsync(ServiceHost service)
    {
        Viewer first = Assert.Single(service.Get<ViewerRegistry>().Viewers);
        first.Close(CloseReason.ConnectionLost);
        await Eventually.HoldsAsync(
            () => service.Get<ViewerRegistry>().Viewers.Any(viewer => viewer != first && viewer.Settings.Paused),
            "it reconnected, and is paused");
    }
}
