using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using VideoStream.Access;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A browser's login: a key once, then a cookie.</summary>
public sealed class LoginTests : IDisposable
{
    private readonly ServiceHost _service = Keyed.Start(("Access:AllowedOrigins:0", "https://portal.example"));
    private readonly HttpClient _browser;
    private readonly CookieContainer _cookies = new();

    public LoginTests() => _browser = new HttpClient(new HttpClientHandler { CookieContainer = _cookies })
    {
        BaseAddress = _service.Address,
        Timeout = TestClient.Timeout,
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _browser.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task A_key_gives_a_cookie_that_scripts_and_other_sites_can_not_use()
    {
        using HttpResponseMessage response = await LogInAsync("viewer");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        string cookie = Assert.Single(response.Headers.GetValues("Set-Cookie")).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("viewer", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_have_the_new_line_of_its_file()
    {
        using HttpResponseMessage response = await LogInAsync("viewer\n");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task A_cookie_of_a_login_over_TLS_is_sent_over_TLS_only(string scheme, bool isSecure)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = Form("viewer") };
        // As a proxy on this machine reports it.
        request.Headers.Add("X-Forwarded-Proto", scheme);
        using HttpResponseMessage response = await _browser.SendAsync(request, Cancelled);
        string cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_cookie_does_what_the_key_does()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/snapshot.jpg"));
        await LogInAsync("gatekeeper");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/snapshot.jpg"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/snapshot.jpg?camera=yard"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/snapshot.jpg?quality=50"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/v1/status"));
        using TestClient client = await ConnectAsync();
        await client.FrameAsync();
    }

    [Fact]
    public async Task Logging_out_ends_the_cookie_and_its_viewers()
    {
        await LogInAsync("viewer");
        string copied = _cookies.GetCookieHeader(_service.Address);
        using TestClient client = await ConnectAsync();
        await client.FrameAsync();

        using HttpResponseMessage response = await _browser.PostAsync("/logout", null, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        var (status, text) = await client.CloseAsync();
        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "Access ended: the login has ended"), (status!.Value, text));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/snapshot.jpg"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfCookieAsync(copied));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("wrong")]
    public async Task A_key_that_comes_along_does_not_keep_a_login_from_ending(string key)
    {
        await LogInAsync("boss");
        string copied = _cookies.GetCookieHeader(_service.Address);
        using HttpRequestMessage request = Keyed.Request("/logout", key);
        request.Method = HttpMethod.Post;
        using HttpResponseMessage response = await _browser.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfCookieAsync(copied));
    }

    [Fact]
    public async Task A_cookie_ends_with_its_key()
    {
        await LogInAsync("viewer");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/snapshot.jpg"));
        _service.Get<AccessKeys>().Replace([]);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/snapshot.jpg"));
    }

    [Fact]
    public async Task A_key_in_the_request_counts_before_the_cookie()
    {
        await LogInAsync("boss");
        using HttpResponseMessage response = await _browser.SendAsync(Keyed.Request("/api/v1/status", "viewer"), Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("wrong", HttpStatusCode.Unauthorized, "wrong_key")]
    [InlineData("old", HttpStatusCode.Unauthorized, "expired_key")]
    [InlineData("", HttpStatusCode.BadRequest, "missing_key")]
    public async Task A_login_without_a_good_key_gives_no_cookie(string key, HttpStatusCode status, string code)
    {
        using HttpResponseMessage response = await LogInAsync(key);
        Assert.Equal(status, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        JsonElement problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(code, problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Wrong_keys_are_limited()
    {
        using ServiceHost service = Keyed.Start(("Access:FailedTriesPerMinute", "5"));
        HttpStatusCode status = HttpStatusCode.Unauthorized;
        for (int i = 0; i < 100 && status == HttpStatusCode.Unauthorized; i++)
        {
            using HttpResponseMessage response = await service.Http.PostAsync("/login", Form($"guess-{i}"), Cancelled);
            status = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    [Theory]
    [InlineData("videostream_login=")]
    [InlineData("videostream_login=made-up")]
    [InlineData("videostream_login=CfDJ8MadeUp")]
    public async Task A_cookie_that_was_made_up_is_no_login(string cookie) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfCookieAsync(cookie));

    [Fact]
    public async Task A_body_that_is_no_small_form_is_refused()
    {
        using var large = new FormUrlEncodedContent([KeyValuePair.Create("key", new string('x', 100_000))]);
        using HttpResponseMessage tooLarge = await _browser.PostAsync("/login", large, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, tooLarge.StatusCode);
        using var json = new StringContent("""{"key":"viewer"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage noForm = await _browser.PostAsync("/login", json, Cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, noForm.StatusCode);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/logout")]
    public async Task Another_sites_page_can_not_log_in_or_out(string path)
    {
        await LogInAsync("viewer");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Form("boss") };
        request.Headers.Add("Origin", "https://evil.example");
        using HttpResponseMessage response = await _browser.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/snapshot.jpg"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/api/v1/status"));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/logout")]
    public async Task Nothing_changes_by_GET(string path)
    {
        await LogInAsync("viewer");
        Assert.Contains(await StatusAsync(path), (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/snapshot.jpg"));
    }

    [Fact]
    public async Task Without_keys_no_login_is_needed()
    {
        using var service = new ServiceHost();
        using HttpResponseMessage response = await service.Http.PostAsync("/login", Form("anything"), Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    private static FormUrlEncodedContent Form(string key) => new([KeyValuePair.Create("key", key)]);

    private Task<HttpResponseMessage> LogInAsync(string key) => _browser.PostAsync("/login", Form(key), Cancelled);

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage response = await _browser.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> StatusOfCookieAsync(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/snapshot.jpg");
        request.Headers.Add("Cookie", cookie);
        using HttpResponseMessage response = await _service.Http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    private Task<TestClient> ConnectAsync() =>
        TestClient.ConnectAsync(_service.Address, configure: options => options.Cookies = _cookies);
}
