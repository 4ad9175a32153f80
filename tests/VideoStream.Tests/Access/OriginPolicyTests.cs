using System.Net;
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
    private static readonly IPAddress Lan = IPAddress.Parse("192.168.1.5");

    private readonly FakeTimeProvider _time = new();
    private readonly ListLogger<OriginPolicy> _log = new();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_request_without_an_origin_is_allowed(string? origin) => Assert.True(Allows(origin, "camera.lan", Lan));

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
    public void The_services_own_page_is_allowed(string origin, string host) => Assert.True(Allows(origin, host, Lan));

    [Theory]
    [InlineData("https://evil.example", "camera.lan")]
    [InlineData("http://camera.lan:8080", "camera.lan")]
    [InlineData("http://camera.lan", "camera.lan:8080")]
    [InlineData("https://camera.lan", "camera.lan:80")]
    [InlineData("http://camera.lan", "camera.lan:443")]
    [InlineData("http://camera.lan.evil.example", "camera.lan")]
    [InlineData("null", "camera.lan")]
    [InlineData("camera.lan", "camera.lan")]
    public void Another_sites_page_is_refused(string origin, string host) => Assert.False(Allows(origin, host, Lan));

    [Fact]
    public void A_configured_origin_is_allowed_and_no_other()
    {
        Assert.True(Allows("https://portal.example", "camera.lan", Lan, "https://PORTAL.example"));
        Assert.False(Allows("https://portal.example:8443", "camera.lan", Lan, "https://portal.example"));
        Assert.False(Allows("http://portal.example", "camera.lan", Lan, "https://portal.example"));
        Assert.True(Allows("https://portal.example", "camera.lan", Lan, "https://portal.example:443"));
        Assert.True(Allows("https://portal.example:443", "camera.lan", Lan, "https://portal.example"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public void A_star_allows_every_origin(string origin) => Assert.True(Allows(origin, "camera.lan", IPAddress.Loopback, "*"));

    [Theory]
    [InlineData("http://evil.example:8000", "evil.example:8000", false)]
    [InlineData("http://localhost:8000", "localhost:8000", true)]
    [InlineData("http://127.0.0.1:8000", "127.0.0.1:8000", true)]
    [InlineData("http://[::1]:8000", "[::1]:8000", true)]
    public void On_loopback_a_page_is_the_services_own_only_by_an_address_or_as_localhost(string origin, string host, bool isAllowed)
    {
        Assert.Equal(isAllowed, Allows(origin, host, IPAddress.Loopback));
        Assert.Equal(isAllowed, Allows(origin, host, IPAddress.IPv6Loopback));
        // A unix socket has no address.
        Assert.Equal(isAllowed, Allows(origin, host, null));
    }

    [Fact]
    public async Task Refusals_are_logged_once_a_minute_with_their_number()
    {
        OriginPolicy policy = Policy();
        for (int i = 0; i < 50; i++)
            policy.Allows(Request("https://evil.example", "camera.lan", Lan), "https://evil.example");
        _time.Advance(TimeSpan.FromMinutes(1));
        policy.Allows(Request("https://evil.example", "camera.lan", Lan), "https://evil.example");
        const string line = "Refused 192.168.1.77: pages of https://evil.example may not open the socket, see WebSocket:AllowedOrigins";
        Assert.Equal((LogLevel.Warning, line), await _log.NextAsync());
        Assert.Equal((LogLevel.Warning, line + " (49 more since the last such line)"), await _log.NextAsync());
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public void An_allowed_origin_is_not_logged()
    {
        Assert.True(Allows("https://portal.example", "camera.lan", Lan, "https://portal.example"));
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
        HttpRequest request = Request(origin, "camera.lan", Lan);
        request.Headers.Referer = referrer;
        Assert.Equal(expected, OriginPolicy.OfFetch(request));
    }

    private bool Allows(string? origin, string host, IPAddress? local, params string[] allowed) =>
        Policy(allowed).Allows(Request(origin, host, local), origin);

    private OriginPolicy Policy(params string[] allowed)
    {
        var options = new VideoStreamOptions();
        options.WebSocket.AllowedOrigins = allowed;
        return new OriginPolicy(Options.Create(options), _time, _log);
    }

    private static HttpRequest Request(string? origin, string host, IPAddress? local)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.168.1.77");
        context.Connection.LocalIpAddress = local;
        context.Request.Host = new HostString(host);
        if (origin is not null)
            context.Request.Headers.Origin = origin;
        return context.Request;
    }
}
