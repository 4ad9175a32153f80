using System.Net;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The headers that restrict what pages may do.</summary>
public sealed class SecurityHeaderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/js/video-stream-client.js", HttpStatusCode.OK)]
    [InlineData("/api/v1/status", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/snapshot.jpg", HttpStatusCode.OK)]
    [InlineData("/video_feed", HttpStatusCode.OK)]
    [InlineData("/healthz/live", HttpStatusCode.OK)]
    [InlineData("/ws/video_feed", HttpStatusCode.UpgradeRequired)]
    [InlineData("/video_feed?quality=0", HttpStatusCode.BadRequest)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task Every_answer_has_them(string path, HttpStatusCode status)
    {
        using var service = new ServiceHost();
        using HttpResponseMessage response = await GetAsync(service, path);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(response, "Referrer-Policy"));
        Assert.NotEmpty(Header(response, "Permissions-Policy"));
        Assert.Equal("same-site", Header(response, "Cross-Origin-Resource-Policy"));
        Assert.Contains("Origin", response.Headers.Vary);
        Assert.Equal(
            [
                "base-uri 'none'",
                $"connect-src 'self' ws://{service.Address.Authority} wss://{service.Address.Authority}",
                "default-src 'none'",
                "form-action 'none'",
                "frame-ancestors 'self'",
                "img-src 'self' blob: data:",
                "manifest-src 'self'",
                "media-src 'self' blob:",
                "object-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "worker-src 'self'",
            ],
            Directives(response).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_answer_above_the_limit_of_connections_has_them()
    {
        using var service = new ServiceHost(("Limits:MaxConnections", "1"));
        using HttpResponseMessage stream = await GetAsync(service, "/video_feed");
        using HttpResponseMessage refused = await GetAsync(service, "/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotEmpty(Directives(refused));
    }

    [Theory]
    [InlineData("https://portal.example", "frame-ancestors 'self' https://portal.example")]
    [InlineData("*", "frame-ancestors 'self' *")]
    public async Task Pages_of_allowed_origins_may_embed_the_page(string origin, string expected)
    {
        foreach (string key in (string[])["Access", "WebSocket"])
        {
            using var service = new ServiceHost((key + ":AllowedOrigins:0", origin));
            using HttpResponseMessage response = await GetAsync(service, "/");
            Assert.Contains(expected, Directives(response));
        }
    }

    [Fact]
    public async Task The_page_may_use_what_it_needs_and_nothing_else()
    {
        using var service = new ServiceHost();
        using HttpResponseMessage response = await GetAsync(service, "/");
        string[] permissions = [.. Header(response, "Permissions-Policy").Split(',', StringSplitOptions.TrimEntries)];
        Assert.Equal(
            ["clipboard-write=(self)", "fullscreen=(self)", "picture-in-picture=(self)", "screen-wake-lock=(self)"],
            permissions.Select(permission => permission.Replace("=self", "=(self)", StringComparison.Ordinal))
                .Where(permission => !permission.EndsWith("=()", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("camera=()", permissions);
        Assert.Contains("microphone=()", permissions);
    }

    [Fact]
    public async Task A_page_runs_no_inline_script_and_no_inline_style()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        using var service = new ServiceHost();
        await browser.Page.GotoAsync(service.Address.ToString());
        await browser.Page.EvaluateAsync(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = 'window.ran = true';
              document.body.append(script);
              const style = document.createElement('style');
              style.textContent = 'body { cursor: crosshair }';
              document.body.append(style);
            }
            """);
        Assert.Equal(
            "undefined auto",
            await browser.Page.EvaluateAsync<string>("() => `${typeof window.ran} ${getComputedStyle(document.body).cursor}`"));
    }

    private static Task<HttpResponseMessage> GetAsync(ServiceHost service, string path) =>
        service.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancelled);

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private static string[] Directives(HttpResponseMessage response) =>
        Header(response, "Content-Security-Policy").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
