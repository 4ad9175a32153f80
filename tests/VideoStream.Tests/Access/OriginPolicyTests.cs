using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

public sealed class OriginPolicyTests
{
    private const string Remote = "192.168.1.77:50000";

    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger<OriginPolicy> _log = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_request_without_an_origin_is_allowed(string? origin) => Assert.True(Allows(origin, "camera.lan"));

    [Theory]
    [InlineData("http://camera.lan", "camera.lan")]
    [InlineData("http://CAMERA.lan:8080", "camera.LAN:8080")]
    [InlineData("https://camera.lan", "camera.lan")]
    [InlineData("http://192.168.1.5:8000", "192.168.1.5:8000")]
    [InlineData("http://camera.lan", "camera.lan:80")]
    [InlineData("http://camera.lan:80", "camera.lan")]
    [InlineData("https://camera.lan", "camera.lan:443")]
    [InlineData("https://camera.lan:443", "camera.lan")]
    [InlineData("http://[fd00::5]", "[fd00::5]:80")]
    [InlineData("http://[fd00::5]:8000", "[FD00:0:0:0:0:0:0:5]:8000")]
    [InlineData("http://camera.lan.:8000", "camera.lan:8000")]
    [InlineData("http://xn--kmera-gra.lan", "kämera.lan")]
    public void The_services_own_page_is_allowed(string origin, string host) => Assert.True(Allows(origin, host));

    [Theory]
    [InlineData("https://evil.example", "camera.lan")]
    [InlineData("http://camera.lan:8080", "camera.lan")]
    [InlineData("http://camera.lan", "camera.lan:8080")]
    [InlineData("https://camera.lan", "camera.lan:80")]
    [InlineData("http://camera.lan", "camera.lan:443")]
    [InlineData("http://camera.lan.evil.example", "camera.lan")]
    [InlineData("http://[fd00::6]", "[fd00::5]")]
    [InlineData("ftp://camera.lan", "camera.lan")]
    [InlineData("null", "camera.lan")]
    [InlineData("camera.lan", "camera.lan")]
    public void Another_sites_page_is_refused(string origin, string host) => Assert.False(Allows(origin, host));

    [Fact]
    public void A_configured_origin_is_allowed_and_no_other()
    {
        Assert.True(Allows("https://portal.example", "camera.lan", "https://PORTAL.example"));
        Assert.False(Allows("https://portal.example:8443", "camera.lan", "https://portal.example"));
        Assert.False(Allows("http://portal.example", "camera.lan", "https://portal.example"));
        Assert.True(Allows("https://portal.example", "camera.lan", "https://portal.example:443"));
        Assert.True(Allows("https://portal.example:443", "camera.lan", "https://portal.example"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public void A_star_allows_every_origin(string origin) => Assert.True(Allows(origin, "camera.lan", "*"));

    [Theory]
    [InlineData("https://camera.lan", true)]
    [InlineData("https://camera.lan:443", true)]
    [InlineData("http://camera.lan", false)]
    [InlineData("http://camera.lan:443", false)]
    public void A_page_without_TLS_is_not_the_own_one_of_a_service_with_TLS(string origin, bool isAllowed)
    {
        HttpRequest request = Request(origin, "camera.lan");
        request.Scheme = "https";
        Assert.Equal(isAllowed, Policy().Allows(request, origin, Remote));
    }

    [Fact]
    public void The_old_key_counts()
    {
        var options = new VideoStreamOptions();
        options.WebSocket.AllowedOrigins = ["https://portal.example"];
        var policy = new OriginPolicy(Options.Create(options), _time, _log);
        Assert.True(policy.IsListed("https://portal.example"));
        Assert.False(policy.IsListed("https://evil.example"));
    }

    [Fact]
    public async Task Refusals_are_logged_once_a_minute_with_their_number()
    {
        OriginPolicy policy = Policy();
        for (int i = 0; i < 50; i++)
            policy.Allows(Request("https://evil.example", "camera.lan"), "https://evil.example", Remote);
        _time.Advance(TimeSpan.FromMinutes(1));
        policy.Allows(Request("https://evil.example", "camera.lan"), "https://evil.example", Remote);
        const string line = "Refused 192.168.1.77:50000: pages of https://evil.example may not use this service,"
            + " see VideoStream:Access:AllowedOrigins";
        Assert.Equal((LogLevel.Warning, line), await _log.NextAsync());
        Assert.Equal((LogLevel.Warning, line + " (49 more since the last such line)"), await _log.NextAsync());
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public void An_allowed_origin_is_not_logged()
    {
        Assert.True(Allows("https://portal.example", "camera.lan", "https://portal.example"));
        Assert.Empty(_log.Rest());
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "not an address", null)]
    [InlineData(null, "https://portal.example/cam1/?camera=gate", "https://portal.example")]
    [InlineData(null, "http://127.0.0.1:8000/", "http://127.0.0.1:8000")]
    [InlineData("https://other.example", "https://portal.example/", "https://other.example")]
    [InlineData("null", "https://portal.example/", "null")]
    public void The_origin_of_a_fetch_is_that_of_its_referrer_if_it_has_no_other(string? origin, string? referrer, string? expected)
    {
        HttpRequest request = Request(origin, "camera.lan");
        request.Headers.Referer = referrer;
        Assert.Equal(expected, OriginPolicy.OfFetch(request));
    }

    private bool Allows(string? origin, string host, params string[] allowed) =>
        Policy(allowed).Allows(Request(origin, host), origin, Remote);

    private OriginPolicy Policy(params string[] allowed)
    {
        var options = new VideoStreamOptions();
        options.Access.AllowedOrigins = allowed;
        return new OriginPolicy(Options.Create(options), _time, _log);
    }

    private static HttpRequest Request(string? origin, string host)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString(host);
        if (origin is not null)
            context.Request.Headers.Origin = origin;
        return context.Request;
    }
}
