using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The page's contrast, names and roles, as axe-core judges them, and its keys.</summary>
public sealed class BrowserAccessibilityTests
{
    [Theory]
    [InlineData(ColorScheme.Dark, "")]
    [InlineData(ColorScheme.Light, "")]
    [InlineData(ColorScheme.Dark, "?view=grid")]
    [InlineData(ColorScheme.Light, "?view=grid")]
    [InlineData(ColorScheme.Light, "?camera=nobody")]
    public async Task The_page_has_no_serious_fault(ColorScheme colours, string query)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("Cameras:gate:Source", "test"), ("Cameras:yard:Source", "test"));
        await browser.Page.EmulateMediaAsync(new() { ColorScheme = colours, ReducedMotion = ReducedMotion.Reduce });
        await browser.WatchAsync(service, "document.querySelector('[data-kind=live], [data-kind=bad]') !== null", query);
        if (query.Length == 0)
        {
            await browser.Page.Keyboard.PressAsync("i");
            await browser.HoldsAsync("document.getElementById('limit')?.textContent.length > 0");
        }

        AxeResult result = await browser.Page.RunAxe();
        Assert.Empty(result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")));
    }

    [Fact]
    public async Task All_can_be_done_by_keys_and_none_acts_while_a_field_has_the_focus()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost(("Cameras:gate:Source", "test"), ("Cameras:yard:Source", "test"));
        await browser.WatchAsync(service, "document.getElementById('state').textContent === 'live'", "?camera=gate");
        IKeyboard keys = browser.Page.Keyboard;

        await keys.PressAsync(" ");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'paused'");
        await keys.PressAsync(" ");
        await keys.PressAsync("o");
        await browser.HoldsAsync("document.getElementById('osd').ariaPressed === 'true'");
        await keys.PressAsync("[");
        await browser.HoldsAsync("document.getElementById('quality').value === '75'");
        await keys.PressAsync("0");
        await browser.HoldsAsync("document.getElementById('quality').value === 'auto'");
        await browser.HoldsAsync("document.getElementById('codec').value === 'auto'");
        await keys.PressAsync("+");
        await browser.HoldsAsync("document.getElementById('picture').style.transform.includes('scale(1.25)')");
        await keys.PressAsync("Escape");
        await browser.HoldsAsync("document.getElementById('picture').style.transform === ''");
        await keys.PressAsync("2");
        await browser.HoldsAsync("document.getElementById('name').textContent === 'yard' && location.search.includes('camera=yard')");
        await keys.PressAsync("?");
        await browser.HoldsAsync("document.getElementById('help').open");
        await keys.PressAsync("Escape");
        await browser.HoldsAsync("document.getElementById('state').textContent === 'live'");
        await keys.PressAsync("[");
        await browser.HoldsAsync("document.getElementById('codec').value === 'jpeg'");
        // What is saved of a picture of H.264 is encoded by the browser, without the comment.
        await browser.HoldsAsync("document.getElementById('codec-sent').textContent === ''");

        await browser.Page.FocusAsync("#quality");
        await keys.PressAsync("i");
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => document.getElementById('statistics').hidden"));

        IDownload download = await browser.Page.RunAndWaitForDownloadAsync(async () =>
        {
            await browser.Page.EvaluateAsync("() => document.activeElement.blur()");
            await keys.PressAsync("s");
        });
        Assert.Matches("^yard-.*Z[.]jpg$", download.SuggestedFilename);
        byte[] jpeg = await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal([0xff, 0xd8], jpeg[..2]);
        Assert.Contains("camera=yard", System.Text.Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);
    }
}
