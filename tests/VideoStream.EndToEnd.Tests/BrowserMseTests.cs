using System.Diagnostics;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>H.264 in a real browser on pages that are not secure: a video element decodes it (MSE), or it is JPEG.</summary>
public sealed class BrowserMseTests : IDisposable
{
    private const string IsLive = "document.getElementById('state').textContent === 'live'";
    private const string PlaysByMse = "client.statistics.codec === 'h264' && client.statistics.decoder === 'mse'";

    private const string LanAddress = "10.99.0.1";

    /// <summary>Without IPv6, whose addresses come some seconds later. Then Chromium ends what it loads (ERR_NETWORK_CHANGED).</summary>
    private const string Network =
        $"""
        ip link set lo up && ip link add wire type veth peer name far || exit 1
        ip link set wire addrgenmode none && ip link set far addrgenmode none && ip link set far up || exit 1
        ip address add {LanAddress}/24 dev wire && ip link set wire up || exit 1
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_page_over_http_on_an_address_of_the_network_shows_H264_by_MSE()
    {
        string chromium = BrowserPage.Installed();
        Assert.SkipUnless(await IsPossibleAsync(), "this machine has no network namespaces for this user");
        (await H264Browser.StartAsync()).Dispose();
        // The last address counts.
        var (service, address) = await ServiceProcess.ListenInNetworkAsync(
            Network, $"--urls=http://{LanAddress}:8000", "--VideoStream:Source=test");
        using (service)
        {
            await using BrowserPage browser = await BrowserPage.StartAsync(Inside(service, chromium));
            await browser.Page.GotoAsync(address.ToString());
            await browser.HoldsAsync($"{IsLive} && document.getElementById('codec-sent').textContent === 'H.264 (MSE)'");
            Assert.False(await browser.Page.EvaluateAsync<bool>("isSecureContext"));
            Assert.True(await browser.ColoursAsync("picture") > 50, "the canvas is blank");
            await browser.Page.Keyboard.PressAsync("i");
            await browser.HoldsAsync("/^Codec H.264 .MSE., encoded for /.test(document.getElementById('encoding')?.textContent)");
            await browser.HoldsAsync("parseFloat(document.getElementById('now-rate')?.textContent) > 5");
            await browser.HoldsAsync($"{IsLive} && parseFloat(document.getElementById('now-age')?.textContent) >= 0");
            await browser.ScreenshotAsync("mse");

            await browser.ClickControlAsync("#menu-button");
            await browser.ChooseAsync("#codec", "jpeg");
            await browser.HoldsAsync($"document.getElementById('encoding').textContent === 'Codec JPEG.' && {IsLive}");
            await browser.ChooseAsync("#codec", "h264");
            await browser.HoldsAsync($"/^Codec H.264 .MSE./.test(document.getElementById('encoding').textContent) && {IsLive}");
            Assert.Empty(browser.Errors);
        }
    }

    [Fact]
    public async Task Pictures_go_on_at_any_rate_and_size_and_a_snapshot_is_a_JPEG()
    {
        using ServiceHost service = await StartAsync();
        await using BrowserPage browser = await OpenAsync(service, Buffers);
        await browser.HoldsAsync($"client.statistics.drawn > 60 && client.frames.at(-1).ageMs !== null && {PlaysByMse}");
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            "() => client.frames.every(({ seq }, index) => index === 0 || seq >= client.frames[index - 1].seq)"));
        // Near to live: a player with buffers of its own is seconds behind.
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            "() => client.frames.slice(-50).map(({ ageMs }) => ageMs).toSorted((a, b) => a - b)[25] < 1_000"));
        Assert.True(await browser.ColoursAsync("video-canvas") > 50, "the canvas is blank");
        Assert.True(await browser.Page.EvaluateAsync<bool>(
            """
            async () => {
              const { width } = await createImageBitmap(await client.takeSnapshot());
              return width === client.frames.at(-1).width && client.snapshot() === null;
            }
            """));
        foreach (string change in (string[])["client.setFps(3)", "client.setFps(30)", "client.setResize('320x180')"])
        {
            await browser.Page.EvaluateAsync($"() => {{ {change}; window.mark = client.statistics.drawn; }}");
            await browser.HoldsAsync($"client.statistics.drawn > mark + 15 && {PlaysByMse}");
        }

        await browser.HoldsAsync("client.frames.at(-1).width === 320 && document.getElementById('video-canvas').width === 320");
        // All in one element. What was before the key frame of the new size is freed.
        Assert.Equal(1, await browser.Page.EvaluateAsync<int>("() => buffers.length"));
        await browser.HoldsAsync("buffers[0].buffered.length === 1 && buffers[0].buffered.start(0) > 0");
        Assert.Equal("[]", await browser.Page.EvaluateAsync<string>("() => JSON.stringify(client.errors)"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_page_that_was_hidden_goes_on()
    {
        using ServiceHost service = await StartAsync();
        await using BrowserPage browser = await OpenAsync(service);
        await browser.HoldsAsync($"client.statistics.drawn > 10 && {PlaysByMse}");
        foreach (string hiding in (string[])["hide(true); hide(false);", "hide(true); setTimeout(() => hide(false), 500);"])
        {
            await browser.Page.EvaluateAsync($"() => {{ {hiding} window.mark = client.statistics.drawn; }}");
            await browser.HoldsAsync($"client.statistics.drawn > mark + 10 && {PlaysByMse}");
        }

        Assert.Equal("[]", await browser.Page.EvaluateAsync<string>("() => JSON.stringify(client.errors)"));
    }

    [Fact]
    public async Task A_video_element_that_fails_three_times_is_given_up_for_JPEG()
    {
        using ServiceHost service = await StartAsync();
        await using BrowserPage browser = await OpenAsync(service);
        await browser.HoldsAsync($"client.statistics.drawn > 10 && {PlaysByMse}");
        await browser.Page.EvaluateAsync("() => { isDamaged = true; }");
        await browser.HoldsAsync("client.statistics.codecProblem === 'failed'");
        await browser.Page.EvaluateAsync("() => { isDamaged = false; window.mark = client.statistics.drawn; }");
        await browser.HoldsAsync("client.statistics.codec === 'jpeg' && client.statistics.drawn > mark + 10");
        string[] commands = await browser.Page.EvaluateAsync<string[]>("() => commands");
        Assert.Equal("set_codec jpeg", commands[^1]);
        Assert.Contains("request_key_frame", commands);
    }

    [Fact]
    public async Task A_browser_without_both_shows_JPEG_and_says_why()
    {
        using ServiceHost service = await StartAsync();
        await using BrowserPage browser = await BrowserPage.OpenAsync("delete window.MediaSource;");
        await browser.Page.GotoAsync(Chromium.OtherAddress(service).ToString());
        await browser.HoldsAsync(IsLive);
        Assert.Equal(
            "This browser decodes H.264 only on pages over https.",
            await browser.Page.EvaluateAsync<string>("() => document.getElementById('codec-problem').textContent"));
        Assert.True(await browser.Page.EvaluateAsync<bool>("() => document.querySelector('#codec [value=h264]').disabled"));
        Assert.Equal("JPEG", await browser.Page.EvaluateAsync<string>("() => document.getElementById('codec-sent').textContent"));
    }

    [Fact]
    public async Task A_page_over_https_has_WebCodecs()
    {
        using var certificate = new TestCertificate();
        using var service = new ServiceHost(certificate);
        await H264Browser.SkipWithoutAsync(service.Http);
        await using BrowserPage browser = await BrowserPage.OpenAsync(options: new() { IgnoreHTTPSErrors = true });
        await browser.WatchAsync(service, $"{IsLive} && document.getElementById('codec-sent').textContent === 'H.264'");
    }

    // Records what the media are put into.
    private const string Buffers =
        """
        window.buffers = [];
        const add = MediaSource.prototype.addSourceBuffer;
        MediaSource.prototype.addSourceBuffer = function (type) {
          buffers.push(add.call(this, type));
          return buffers.at(-1);
        };
        """;

    private static Task<ServiceHost> StartAsync() => H264Browser.StartAsync(("Access:AllowedHosts:0", Chromium.OtherHost));

    private static Task<BrowserPage> OpenAsync(ServiceHost service, string script = "") =>
        H264Browser.OpenAsync(Chromium.OtherAddress(service), script);

    /// <summary>A script that starts the browser in the network of the service.</summary>
    private string Inside(ServiceProcess service, string chromium)
    {
        string path = _directory.Path("browser");
        File.WriteAllText(
            path, $"#!/bin/sh\nexec nsenter --target {service.Process.Id} --user --net --preserve-credentials {chromium} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<bool> IsPossibleAsync()
    {
        try
        {
            string[] arguments = ["--user", "--map-root-user", "--net", "sh", "-c", Network];
            using Process unshare = Process.Start(new ProcessStartInfo("unshare", arguments) { RedirectStandardError = true })!;
            await unshare.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TestClient.Timeout);
            return unshare.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
