using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>H.264 in a real browser: decoded by WebCodecs, where the page is secure.</summary>
public sealed class BrowserH264Tests
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";

    [Fact]
    public async Task The_page_shows_H264_by_itself_and_JPEG_when_that_is_chosen()
    {
        using ServiceHost service = await H264Browser.StartAsync();
        await using BrowserPage browser = await BrowserPage.OpenAsync(H264Browser.Script);
        await browser.WatchAsync(service, IsLive);
        await browser.HoldsAsync("document.getElementById('codec-sent').textContent === 'H.264'");
        Assert.True(await browser.ColoursAsync("picture") > 50, "the canvas is blank");
        await browser.Page.Keyboard.PressAsync("i");
        await browser.HoldsAsync("/^Codec H.264, encoded for /.test(document.getElementById('encoding')?.textContent)");
        await browser.HoldsAsync("parseFloat(document.getElementById('now-rate')?.textContent) > 5");

        await browser.ClickControlAsync("#menu-button");
        await browser.ChooseAsync("#codec", "jpeg");
        await browser.HoldsAsync("document.getElementById('encoding').textContent === 'Codec JPEG.' && location.search === '?codec=jpeg'");
        await browser.Page.ReloadAsync();
        await browser.HoldsAsync($"{IsLive} && document.getElementById('codec').value === 'jpeg'");
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_quality_that_is_chosen_changes_to_JPEG_because_H264_has_none()
    {
        using ServiceHost service = await H264Browser.StartAsync();
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        await browser.WatchAsync(service, $"{IsLive} && document.getElementById('codec-sent').textContent === 'H.264'");
        await browser.ChooseAsync("#quality", "40");
        await browser.HoldsAsync("document.getElementById('codec').value === 'jpeg' && document.getElementById('quality').value === '40'");
        await browser.HoldsAsync("location.search.includes('quality=40') && location.search.includes('codec=jpeg')");
        Assert.Contains("comes as JPEG", await browser.Page.TextContentAsync("#notice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_decodes_and_draws_and_a_snapshot_is_a_JPEG()
    {
        using ServiceHost service = await H264Browser.StartAsync();
        await using BrowserPage browser = await H264Browser.OpenAsync(service.Address);
        await browser.HoldsAsync("client.statistics.drawn > 60 && client.frames.at(-1).ageMs !== null");
        await browser.HoldsAsync("client.statistics.codec === 'h264' && client.statistics.drawsIn === 'worker'");
        // A change to another rung may show the same frame again.
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            "() => client.frames.every(({ seq }, index) => index === 0 || seq >= client.frames[index - 1].seq)"));
        // The service announces what comes.
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            """
            () => {
              const { codec, width, height } = client.videos.at(-1), frame = client.frames.at(-1);
              return codec.startsWith('avc1.') && width === frame.width && height === frame.height;
            }
            """));
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            """
            async () => {
              const { width } = await createImageBitmap(await client.takeSnapshot());
              return width === client.frames.at(-1).width && client.snapshot() === null;
            }
            """));
        Assert.Equal("[]", await browser.Page.EvaluateAsync<string>("() => JSON.stringify(client.errors)"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_page_that_was_hidden_goes_on()
    {
        using ServiceHost service = await H264Browser.StartAsync();
        await using BrowserPage browser = await H264Browser.OpenAsync(service.Address);
        await browser.HoldsAsync("client.statistics.drawn > 10");
        // Too quick for the service to notice, and long.
        foreach (string hiding in (string[])["hide(true); hide(false);", "hide(true); setTimeout(() => hide(false), 500);"])
        {
            await browser.Page.EvaluateAsync($"() => {{ {hiding} window.mark = client.statistics.drawn; }}");
            await browser.HoldsAsync("client.statistics.drawn > mark + 10");
        }

        Assert.Equal("[]", await browser.Page.EvaluateAsync<string>("() => JSON.stringify(client.errors)"));
    }

    [Fact]
    public async Task A_decoder_that_fails_three_times_is_given_up_for_JPEG()
    {
        using ServiceHost service = await H264Browser.StartAsync();
        await using BrowserPage browser = await H264Browser.OpenAsync(service.Address);
        await browser.HoldsAsync("client.statistics.drawn > 10");
        await browser.Page.EvaluateAsync("() => { isDamaged = true; }");
        await browser.HoldsAsync("client.statistics.codecProblem === 'failed'");
        await browser.Page.EvaluateAsync("() => { isDamaged = false; window.mark = client.statistics.drawn; }");
        await browser.HoldsAsync("client.statistics.codec === 'jpeg' && client.statistics.drawn > mark + 10");
        string[] commands = await browser.Page.EvaluateAsync<string[]>("() => commands");
        Assert.Equal("set_codec jpeg", commands[^1]);
        Assert.Contains("request_key_frame", commands);
    }
}
