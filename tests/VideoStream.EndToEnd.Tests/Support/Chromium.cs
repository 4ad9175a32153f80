using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(VideoStream.EndToEnd.Tests.Support.ChromiumEnd))]

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>A headless Chromium, and the program that controls it.</summary>
internal sealed class Chromium(IPlaywright playwright, IBrowser browser) : IAsyncDisposable
{
    /// <summary>
    /// A name of this machine, that of the files in docs/deploy. The browser takes it for one of another machine: pages over http are not
    /// secure.
    /// </summary>
    public const string OtherHost = "camera.example.org";

    private static readonly SemaphoreSlim Gate = new(1);
    private static Chromium? _shared;

    public IBrowser Browser => browser;

    /// <summary>The one that tests share, because its start takes longer than most tests do. Starts it again if it has ended.</summary>
    public static async Task<Chromium> SharedAsync(string program)
    {
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_shared?.Browser.IsConnected != true)
                _shared = await StartAsync(program);
            return _shared;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="program">The browser, or a script that starts one.</param>
    public static async Task<Chromium> StartAsync(string program)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                // A page that a test gives the browser itself counts as one of the internet, which may not open sockets to this machine.
                "--disable-features=LocalNetworkAccessChecks", $"--host-resolver-rules=MAP {OtherHost} 127.0.0.1",
            ],
        });
        return new Chromium(playwright, browser);
    }

    /// <summary>A service's address with the other name.</summary>
    public static Uri OtherAddress(ServiceHost service) => new($"http://{OtherHost}:{service.Address.Port}/");

    /// <summary>Ends the shared one, if there is one.</summary>
    public static ValueTask EndSharedAsync() => _shared?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
