using System.Net;
using System.Text.Json;
using VideoStream.EndToEnd.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.EndToEnd.Tests;

/// <summary>
/// A plain GET of the socket's address is answered as the upgrade would be, because a browser does not tell a page why its socket failed.
/// </summary>
public sealed class PlainSocketRequestTests
{
    private static readonly (string, string)[] Small =
        [("Cameras:main:Source", "test"), ("Cameras:main:Width", "320"), ("Cameras:main:Height", "180")];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("?camera=main&quality=60&page=0123abcd")]
    public async Task It_is_426_while_the_upgrade_would_succeed_and_takes_no_place(string query)
    {
        using var service = new ServiceHost([.. Small, ("WebSocket:MaxClients", "1")]);
        for (int i = 0; i < 3; i++)
        {
            var (response, _) = await GetAsync(service, query);
            Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
            Assert.Equal("websocket", response.Headers.Upgrade.ToString());
        }

        Assert.Equal((0, 0L), (service.Get<ViewerRegistry>().Admitted, service.Get<ViewerRegistry>().Refused));
        using TestClient client = await TestClient.ConnectAsync(service.Address, query.TrimStart('?'));
        await client.FrameAsync();
    }

    [Theory]
    [InlineData("Origin")]
    [InlineData("Referer")]
    public async Task It_is_403_for_a_page_that_may_not_open_the_socket(string header)
    {
        using var service = new ServiceHost(Small);
        var (response, problem) = await GetAsync(service, "", (header, "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("This page's address is not allowed by the server", problem.GetProperty("title").GetString());
        Assert.Equal(
            "Pages of https://evil.example may not use this service; VideoStream:Access:AllowedOrigins names those that may",
            problem.GetProperty("detail").GetString());

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => TestClient.ConnectAsync(
            service.Address, configure: options => options.SetRequestHeader("Origin", "https://evil.example")));
        Assert.Equal(response.StatusCode, refused.Status);
    }

    [Theory]
    [InlineData("https://portal.example")]
    [InlineData(null)]
    public async Task It_is_426_for_a_page_that_may(string? origin)
    {
        using var service = new ServiceHost([.. Small, ("Access:AllowedOrigins:0", "https://portal.example")]);
        var (response, _) = await GetAsync(service, "", ("Origin", origin ?? $"http://{service.Address.Authority}"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_can_read_the_answer()
    {
        using var service = new ServiceHost(Small);
        var (response, _) = await GetAsync(service, "", ("Origin", "https://evil.example"));
        Assert.Equal("https://evil.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Origin", response.Headers.Vary);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var (own, _) = await GetAsync(service, "");
        Assert.False(own.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("?camera=nowhere", "Unknown camera", "camera", "unknown_camera")]
    [InlineData("?quality=101", "Bad parameter", "quality", "out_of_range")]
    [InlineData("?page=short", "Bad parameter", "page", "wrong_type")]
    public async Task It_is_400_for_a_bad_query(string query, string title, string parameter, string code)
    {
        using var service = new ServiceHost(Small);
        var (response, problem) = await GetAsync(service, query);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            (title, parameter, code),
            (Text(problem, "title"), Text(problem, "parameter"), Text(problem, "code")));
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => TestClient.ConnectAsync(service.Address, query.TrimStart('?')));
        Assert.Equal(response.StatusCode, refused.Status);
    }

    [Fact]
    public async Task It_is_404_while_the_socket_is_switched_off()
    {
        using var service = new ServiceHost([.. Small, ("WebSocket:Enabled", "false")]);
        var (response, problem) = await GetAsync(service, "");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("The WebSocket is switched off", Text(problem, "title"));
    }

    [Fact]
    public async Task It_is_429_for_an_address_that_opens_too_many()
    {
        using var service = new ServiceHost([.. Small, ("Limits:HandshakesPerAddress", "1")]);
        var (response, problem) = await GetAsync(service, "");
        // One a second is allowed, so one of a few is too many, however slow the machine is.
        for (int i = 0; i < 100 && response.StatusCode != HttpStatusCode.TooManyRequests; i++)
            (response, problem) = await GetAsync(service, "");
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("Too many requests", Text(problem, "title"));
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task It_is_503_that_names_the_limit_while_all_places_are_taken_except_for_a_page_that_has_one()
    {
        using var service = new ServiceHost([.. Small, ("WebSocket:MaxClients", "1")]);
        using TestClient client = await TestClient.ConnectAsync(service.Address, "page=0123abcd");
        await client.FrameAsync();

        var (full, problem) = await GetAsync(service, "?page=another1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Equal("1 of 1 places are taken", Text(problem, "detail"));
        Assert.Equal(TimeSpan.FromSeconds(2), full.Headers.RetryAfter!.Delta);
        var (own, _) = await GetAsync(service, "?page=0123abcd");
        Assert.Equal(HttpStatusCode.UpgradeRequired, own.StatusCode);
        // A question is no viewer that was refused.
        Assert.Equal(0, service.Get<ViewerRegistry>().Refused);
    }

    private static string? Text(JsonElement problem, string field) => problem.GetProperty(field).GetString();

    private static async Task<(HttpResponseMessage Response, JsonElement Problem)> GetAsync(
        ServiceHost service, string query, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ws/video_feed" + query);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        HttpResponseMessage response = await service.Http.SendAsync(request, Cancelled);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        return (response, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)));
    }
}
