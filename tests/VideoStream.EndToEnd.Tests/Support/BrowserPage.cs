using Microsoft.Playwright;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>One page of a headless Chromium, in a context of its own: it shares no cookies, storage or connections with others.</summary>
/// <param name="page">The page.</param>
/// <param name="own">The browser, if nobody else has it.</param>
internal sealed class BrowserPage(IPage page, Chromium? own) : IAsyncDisposable
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

    public IPage Page => page;

    public List<string> Errors { get; } = [];

    /// <summary>Opens an empty page.</summary>
    /// <param name="script">Script to run in every page before the page's own scripts.</param>
    /// <param name="options">Size of the window, kind of device; a desktop's by default.</param>
    public static async Task<BrowserPage> OpenAsync(string? script = null, BrowserNewContextOptions? options = null) =>
        await OpenAsync(await Chromium.SharedAsync(Installed()), own: null, script, options);

    /// <summary>Path of the installed browser. Skips the test if there is none.</summary>
    public static string Installed()
    {
        string? chromium = Browsers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(chromium is null, $"none of {string.Join(", ", Browsers)} is installed");
        return chromium;
    }

    /// <summary>The same with a browser of its own.</summary>
    /// <param name="program">The browser, or a script that starts one.</param>
    public static async Task<BrowserPage> StartAsync(string program)
    {
        Chromium own = await Chromium.StartAsync(program);
        return await OpenAsync(own, own, script: null, options: null);
    }

    private static async Task<BrowserPage> OpenAsync(Chromium chromium, Chromium? own, string? script, BrowserNewContextOptions? options)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(
            options ?? new() { ViewportSize = new() { Width = 1280, Height = 820 } });
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout((float)TestClient.Timeout.TotalMilliseconds);
        if (script is not null)
            await page.AddInitScriptAsync(script);
        var opened = new BrowserPage(page, own);
        page.PageError += (_, error) => opened.Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                opened.Errors.Add(message.Text);
        };
        return opened;
    }

    /// <summary>Opens another page of the same browser, with a window of its own.</summary>
    public async Task<IPage> OpenOtherAsync(ServiceHost service, string query)
    {
        IPage other = await page.Context.NewPageAsync();
        await other.GotoAsync(service.Address + query);
        return other;
    }

    /// <summary>Opens the page of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="until">Expression to wait for.</param>
    /// <param name="query">As in <c>?quality=60</c>.</param>
    public async Task WatchAsync(ServiceHost service, string until, string query = "")
    {
        await page.GotoAsync(service.Address + query);
        await HoldsAsync(until);
    }

    /// <summary>
    /// Waits until an expression holds. Checks it by a timer, which needs no repaints. What the page shows instead is in the error.
    /// </summary>
    public async Task HoldsAsync(string expression)
    {
        try
        {
            await page.WaitForFunctionAsync($"() => {expression}", null, new() { PollingInterval = 50 });
        }
        catch (TimeoutException e)
        {
            string text = await page.EvaluateAsync<string>(
                "() => document.body.innerText + (window.client ? JSON.stringify(window.client.statistics) : '')");
            throw new TimeoutException($"never true: {expression}\nThe page: {text}\nIts errors: {string.Join("; ", Errors)}", e);
        }
    }

    /// <summary>Moves the pointer, so that the page shows its controls, and keeps them there.</summary>
    public async Task WakeAsync()
    {
        await page.Mouse.MoveAsync(600, 300);
        await page.Mouse.MoveAsync(640, 400);
        await KeepAwakeAsync();
    }

    /// <summary>
    /// Keeps the controls that the page shows. They fade three seconds after the last touch, which a slow machine can take between a touch
    /// and the next step of a test.
    /// </summary>
    public Task KeepAwakeAsync() => page.EvaluateAsync(
        """
        () => {
          // The page counts it as a touch. No element gets it, so nothing else happens.
          const touch = () => dispatchEvent(new Event('focusin'));
          touch();
          window.keepsAwake ??= setInterval(touch, 500);
        }
        """);

    /// <summary>Clicks a control of the page, which can have faded.</summary>
    public async Task ClickControlAsync(string selector)
    {
        await WakeAsync();
        await page.ClickAsync(selector);
    }

    /// <summary>Chooses in a list of the controls, which can have faded.</summary>
    public async Task ChooseAsync(string selector, string value)
    {
        await WakeAsync();
        await page.SelectOptionAsync(selector, value);
    }

    /// <summary>A number that differs if any pixel of a canvas does.</summary>
    public Task<string> PixelsAsync(string canvas) => page.EvaluateAsync<string>(
        """
        async id => {
          // A copy: the canvas itself may belong to a worker.
          const shown = document.getElementById(id), copy = document.createElement('canvas');
          [copy.width, copy.height] = [shown.width, shown.height];
          copy.getContext('2d').drawImage(shown, 0, 0);
          const { data } = copy.getContext('2d').getImageData(0, 0, copy.width, copy.height);
          const digest = await crypto.subtle.digest('SHA-256', data);
          return [...new Uint8Array(digest)].join();
        }
        """,
        canvas);

    /// <summary>Number of different colours among a few hundred sampled points of a canvas.</summary>
    public Task<int> ColoursAsync(string canvas) => page.EvaluateAsync<int>(
        """
        id => {
          // A copy: the canvas itself may belong to a worker.
          const shown = document.getElementById(id), canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [shown.width, shown.height];
          canvas.getContext('2d').drawImage(shown, 0, 0);
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const colours = new Set();
          for (let at = 0; at < data.length; at += 4 * 997)
            colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
          return colours.size;
        }
        """,
        canvas);

    /// <summary>Saves a screenshot of the page.</summary>
    public Task ScreenshotAsync(string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png") });

    public async ValueTask DisposeAsync()
    {
        await page.Context.CloseAsync();
        if (own is not null)
            await own.DisposeAsync();
    }
}
