using System.Diagnostics;
using System.Text.RegularExpressions;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The examples of <c>docs/h264.md</c>, run as they are there.</summary>
public sealed partial class H264ExampleTests
{
    // Debian's, because the packages are Debian's.
    private const string Python = "/usr/bin/python3";

    private const string Page = "example.html", Player = "jmuxer.min.js";

    private static readonly string Document = RepositoryFiles.Text("docs/h264.md");

    [Fact]
    public async Task The_program_in_Python_decodes_frames()
    {
        Assert.SkipUnless(await HasPackagesAsync(), "python3-av or python3-websockets is not installed");
        using ServiceHost service = await H264Browser.StartAsync();
        using var folder = new TemporaryDirectory();
        using Process program = await StartAsync("import asyncio, av, websockets", service, folder);
        try
        {
            for (int line = 0; line < 10; line++)
                Assert.Equal("(720, 1280, 3)", await LineAsync(program));
        }
        finally
        {
            program.Kill();
        }
    }

    [Fact]
    public async Task The_program_in_Python_that_stands_before_ffmpeg_writes_units()
    {
        Assert.SkipUnless(await HasPackagesAsync(), "python3-av or python3-websockets is not installed");
        using ServiceHost service = await H264Browser.StartAsync();
        using var folder = new TemporaryDirectory();
        using Process program = await StartAsync("import asyncio, sys, websockets", service, folder);
        try
        {
            byte[] begin = new byte[10_000];
            await program.StandardOutput.BaseStream.ReadExactlyAsync(begin, TestContext.Current.CancellationToken)
                .AsTask().WaitAsync(TestClient.Timeout, TestContext.Current.CancellationToken);
            Assert.True(H264ChildTests.IsKeyFrame(begin));
        }
        finally
        {
            program.Kill();
        }
    }

    /// <summary>Websocat is not in Debian, and ffplay needs a screen: the client of these tests and ffmpeg take their places.</summary>
    [Fact]
    public async Task What_comes_over_the_socket_is_decoded_by_ffmpeg_with_the_options_of_ffplay()
    {
        using ServiceHost service = await H264Browser.StartAsync();
        Match line = ShellExample().Match(Document);
        using TestClient client = await TestClient.ConnectAsync(service.Address, line.Groups[1].Value);
        string[] options = line.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var timeout = new CancellationTokenSource(TestClient.Timeout);
        using Process ffmpeg = Process.Start(new ProcessStartInfo(
            // Each frame that is decoded.
            "ffmpeg",
            [
                "-v", "error", .. options, "-i", "-", "-fps_mode", "passthrough", "-frames:v", "10", "-f", "framemd5",
                "-flush_packets", "1", "-",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using CancellationTokenRegistration limit = timeout.Token.Register(ffmpeg.Kill);
        Task<string> decoded = ffmpeg.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            while (!decoded.IsCompleted)
            {
                byte[] unit = (await client.ReceiveAsync()).Bytes;
                await ffmpeg.StandardInput.BaseStream.WriteAsync(unit, TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // It has all that it needs.
        }

        string[] pictures = [.. (await decoded).Split('\n').Where(text => text.StartsWith("0,", StringComparison.Ordinal))];
        Assert.Equal(10, pictures.Length);
        Assert.True(pictures.Select(text => text.Split(' ')[^1]).Distinct().Count() > 1, "each picture is the same");
    }

    [Fact]
    public async Task The_page_with_JMuxer_shows_a_picture_that_changes()
    {
        string player = RepositoryFiles.Path("tests/js/node_modules/jmuxer/dist/" + Player);
        Assert.SkipUnless(File.Exists(player), "jmuxer is not installed: run scripts/js-test.sh");
        using ServiceHost service = await H264Browser.StartAsync();
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        string html = Served(PageExample().Match(Document).Groups[1].Value, service);
        Assert.Contains("new JMuxer(", html, StringComparison.Ordinal);
        await browser.Page.RouteAsync(
            service.Address + Page, route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html>" + html }));
        await browser.Page.RouteAsync(
            service.Address + Player, route => route.FulfillAsync(new() { ContentType = "text/javascript", Path = player }));
        await browser.Page.GotoAsync(service.Address + Page);

        await browser.HoldsAsync("document.getElementById('player').videoWidth === 1280");
        await browser.Page.EvaluateAsync(
            """
            () => {
              window.picture = () => {
                const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
                canvas.getContext('2d').drawImage(document.getElementById('player'), 0, 0, 320, 180);
                return canvas.toDataURL();
              };
              window.seen = new Set();
            }
            """);
        await browser.HoldsAsync("seen.add(picture()).size > 5");
    }

    private static string Served(string example, ServiceHost service)
    {
        Assert.Contains("localhost:8000", example, StringComparison.Ordinal);
        return example.Replace("localhost:8000", service.Address.Authority, StringComparison.Ordinal);
    }

    /// <summary>Starts the program that begins with a line.</summary>
    private static async Task<Process> StartAsync(string line, ServiceHost service, TemporaryDirectory folder)
    {
        string text = PythonExample().Matches(Document).Select(match => match.Groups[1].Value)
            .Single(example => example.StartsWith(line, StringComparison.Ordinal));
        await File.WriteAllTextAsync(folder.Path("example.py"), Served(text, service), TestContext.Current.CancellationToken);
        return Process.Start(new ProcessStartInfo(Python, ["-u", folder.Path("example.py")]) { RedirectStandardOutput = true })!;
    }

    private static async Task<bool> HasPackagesAsync()
    {
        if (!File.Exists(Python))
            return false;
        using Process python = Process.Start(
            new ProcessStartInfo(Python, ["-c", "import av, websockets"]) { RedirectStandardError = true })!;
        await python.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TestClient.Timeout);
        return python.ExitCode == 0;
    }

    private static async Task<string?> LineAsync(Process program) =>
        await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestClient.Timeout);

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonExample();

    [GeneratedRegex("```html\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PageExample();

    [GeneratedRegex(@"websocat -b 'ws://localhost:8000/ws/video_feed\?(.*?)' \| ffplay (.*) -\n")]
    private static partial Regex ShellExample();
}
