using System.Net;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>Which hosts are answered and which sites' pages may use the service, on every route.</summary>
public sealed class SiteTests
{
    private const string Portal = "https://portal.example";

    private static readonly (string, string)[] Small =
        [("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    private static readonly string[] Paths =
    [
        "/", "/js/video-stream-client.js", "/ws/video_feed", "/video_feed", "/snapshot.jpg", "/api/v1/status", "/api/v1/cameras",
        "/healthz/live", "/healthz/ready", "/openapi/v1.json", "/nowhere",
    ];

    public static TheoryData<string> AllPaths => [.. Paths];

    public static TheoryData<string> AllButPageFiles => [.. Paths.Where(path => !path.StartsWith("/js", StringComparison.Ordinal))];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(AllPaths))]
    public async Task Another_host_is_refused_with_the_key_to_set(string path)
    {
        using var service = new ServiceHost(Small);
        foreach (string method in (string[])["GET", "HEAD", "POST", "OPTIONS"])
        {
            using HttpResponseMessage response = await SendAsync(service, path, method, ("Host", "evil.example:8000"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            if (method == "HEAD")
                continue;
            JsonElement problem = await ProblemAsync(response);
            Assert.Equal(("host_not_allowed", "evil.example"), (Text(problem, "code"), Text(problem, "host")));
            Assert.Contains("'evil.example'", Text(problem, "detail"), StringComparison.Ordinal);
            Assert.Contains("VideoStream:Access:AllowedHosts", Text(problem, "detail"), StringComparison.Ordinal);
        }
    }

    /// <summary>A browser shows a person an answer in words, where it would show a problem document as code.</summary>
    [Fact]
    public async Task A_person_who_opens_another_host_reads_the_key_to_set()
    {
        using var service = new ServiceHost(Small);
        const string accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        using HttpResponseMessage response = await SendAsync(service, "/", "GET", ("Host", "camera.lan"), ("Accept", accept));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        string page = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("<h1>Host not allowed</h1>", page, StringComparison.Ordinal);
        Assert.Contains("&#x27;camera.lan&#x27;", page, StringComparison.Ordinal);
        Assert.Contains("VideoStream:Access:AllowedHosts", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xn--9999999999")]
    [InlineData("xn--a-:8000")]
    public async Task A_host_that_can_not_be_decoded_is_refused(string host)
    {
        using var service = new ServiceHost(Small);
        using RawClient client = await RawClient.RequestAsync(service.Address, "/snapshot.jpg", host: host);
        Assert.StartsWith("HTTP/1.1 400", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("[::1]:8000")]
    [InlineData("camera.example.org:80")]
    public async Task Its_own_hosts_are_answered(string host)
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedHosts:0", "camera.example.org")]);
        using HttpResponseMessage response = await SendAsync(service, "/snapshot.jpg", "GET", ("Host", host));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(AllButPageFiles))]
    public async Task A_page_of_another_site_is_refused_with_the_key_to_set(string path)
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedOrigins:0", Portal)]);
        foreach (string method in (string[])["GET", "POST", "OPTIONS"])
        {
            using HttpResponseMessage response = await SendAsync(service, path, method, ("Origin", "https://evil.example"));
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            JsonElement problem = await ProblemAsync(response);
            Assert.Equal("origin_not_allowed", Text(problem, "code"));
            Assert.Contains("VideoStream:Access:AllowedOrigins", Text(problem, "detail"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/js/video-stream-client.js")]
    [InlineData("/css/page.css")]
    public async Task The_page_s_own_files_come_also_where_a_proxy_hides_its_address(string path)
    {
        using var service = new ServiceHost(Small);
        using HttpResponseMessage response = await SendAsync(service, path, "GET", ("Origin", "https://cam.example"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("same-site", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Theory]
    [InlineData("/snapshot.jpg")]
    [InlineData("/video_feed")]
    [InlineData("/api/v1/cameras")]
    [InlineData("/js/video-stream-client.js")]
    [InlineData("/ws/video_feed")]
    public async Task A_page_of_a_listed_site_can_read_the_answer(string path)
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedOrigins:0", Portal)]);
        using HttpResponseMessage response = await SendAsync(service, path, "GET", ("Origin", Portal));
        Assert.NotEqual(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(Portal, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Contains("Origin", response.Headers.Vary);
        Assert.Equal("cross-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Fact]
    public async Task A_page_of_a_listed_site_may_send_a_key()
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedOrigins:0", Portal)]);
        using HttpResponseMessage response = await SendAsync(
            service, "/snapshot.jpg", "OPTIONS", ("Origin", Portal), ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "authorization"));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("authorization", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")), ignoreCase: true);
    }

    /// <summary>A browser sends no origin for an image, but the address of the page that shows it.</summary>
    [Theory]
    [InlineData("https://portal.example/page", "cross-origin")]
    [InlineData("https://evil.example/page", "same-site")]
    [InlineData(null, "same-site")]
    public async Task Only_pages_of_listed_sites_can_show_an_image(string? page, string expected)
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedOrigins:0", Portal)]);
        (string, string)[] headers = page is null ? [] : [("Referer", page)];
        using HttpResponseMessage response = await SendAsync(service, "/snapshot.jpg", "GET", headers);
        Assert.Equal(expected, Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.UpgradeRequired)]
    [InlineData("192.0.2.1", HttpStatusCode.Forbidden)]
    public async Task Forwarded_headers_count_from_trusted_proxies_alone(string proxy, HttpStatusCode status)
    {
        using var service = new ServiceHost([.. Small, ("Access:TrustedProxies:0", proxy)]);
        using HttpResponseMessage response = await SendAsync(
            service, "/ws/video_feed", "GET", ("Origin", "https://camera.example.org"), ("X-Forwarded-For", "203.0.113.9"),
            ("X-Forwarded-Host", "camera.example.org"), ("X-Forwarded-Proto", "https"));
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task The_status_shows_the_address_that_a_trusted_proxy_reports()
    {
        using var service = new ServiceHost(Small);
        using HttpResponseMessage stream = await SendAsync(service, "/video_feed", "GET", ("X-Forwarded-For", "203.0.113.9"));
        JsonElement status = JsonElement.Parse(await service.Http.GetStringAsync("/api/v1/status", Cancelled));
        Assert.Equal("203.0.113.9", Text(Assert.Single(status.GetProperty("viewers").EnumerateArray()), "remote"));
    }

    [Theory]
    [InlineData("WebSocket", 1)]
    [InlineData("Access", 0)]
    public async Task The_old_key_of_the_origins_is_logged_once(string section, int lines)
    {
        var (service, _) = await ServiceProcess.ListenAsync("--source=test", $"--VideoStream:{section}:AllowedOrigins:0={Portal}");
        using (service)
        {
            // The last line of a start.
            await Eventually.HoldsAsync(
                () => service.Output.Any(line => line.Contains("Application started", StringComparison.Ordinal)), "it has started");
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
            Assert.Equal(lines, service.Output.Count(line => line.Contains("is the old name of", StringComparison.Ordinal)));
        }
    }

    private static Task<HttpResponseMessage> SendAsync(
        ServiceHost service, string path, string method, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
    }

    private static string? Text(JsonElement json, string field) => json.GetProperty(field).GetString();
}
