using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Transports;

namespace VideoStream.Tests.Transports;

/// <summary>Requests as a connection brings them, with the forwarded headers of ASP.NET Core between the two steps.</summary>
public sealed class SiteGateTests
{
    private const string Loopback = "127.0.0.1";
    private const string Proxy = "10.0.0.5";
    private const string Client = "203.0.113.9";

    private static readonly string[] ProxyIsTrusted = ["Access:TrustedProxies:0=10.0.0.0/24"];

    [Theory]
    [InlineData("camera.example.org")]
    [InlineData("127.0.0.1:8000")]
    public async Task A_trusted_proxy_may_ask_for_any_host(string received)
    {
        HttpContext context = await SendAsync(
            Proxy, received, ProxyIsTrusted, ("X-Forwarded-For", Client), ("X-Forwarded-Host", "camera.example.org"));
        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal((Client, "camera.example.org"), ($"{context.Connection.RemoteIpAddress}", context.Request.Host.Value));
    }

    [Theory]
    [InlineData("camera.example.org", 200)]
    [InlineData("evil.example", 400)]
    public async Task Listed_hosts_bind_a_trusted_proxy_too(string host, int status)
    {
        string[] settings = [.. ProxyIsTrusted, "Access:AllowedHosts:0=camera.example.org"];
        var forwarded = ("X-Forwarded-For", Client);
        Assert.Equal(status, (await SendAsync(Proxy, host, settings, forwarded)).Response.StatusCode);
        Assert.Equal(status, (await SendAsync(Proxy, Loopback, settings, forwarded, ("X-Forwarded-Host", host))).Response.StatusCode);
    }

    [Fact]
    public async Task Without_forwarded_headers_even_a_trusted_proxy_may_not() =>
        Assert.Equal(400, (await SendAsync(Proxy, "camera.example.org", ProxyIsTrusted)).Response.StatusCode);

    [Fact]
    public async Task What_others_forward_does_not_count()
    {
        HttpContext context = await SendAsync(
            Client, "192.168.1.5:8000", [], ("X-Forwarded-For", Loopback), ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "https"));
        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(
            (Client, "192.168.1.5:8000", "http"),
            ($"{context.Connection.RemoteIpAddress}", context.Request.Host.Value, context.Request.Scheme));
        Assert.Equal(400, (await SendAsync(Client, "evil.example", [], ("X-Forwarded-Host", "localhost"))).Response.StatusCode);
    }

    /// <summary>A page in a browser of the service's machine, whose name resolves to loopback, can write any of these.</summary>
    [Theory]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-Host", "localhost")]
    public async Task On_loopback_forwarded_headers_do_not_make_a_foreign_host_the_own_one(string name, string value) =>
        Assert.Equal(400, (await SendAsync(Loopback, "evil.example:8000", [], (name, value))).Response.StatusCode);

    [Fact]
    public async Task On_loopback_a_proxy_may_ask_for_any_host_if_it_names_the_service_itself()
    {
        HttpContext context = await SendAsync(
            Loopback, "localhost:8000", [], ("X-Forwarded-For", Client), ("X-Forwarded-Host", "camera.example.org"));
        Assert.Equal(200, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("https", "https://camera.example.org", 200)]
    [InlineData("https", "http://camera.example.org", 403)]
    [InlineData("http", "http://camera.example.org", 200)]
    [InlineData(null, "https://camera.example.org", 200)]
    public async Task The_scheme_that_a_trusted_proxy_reports_counts_for_the_origin(string? scheme, string origin, int status)
    {
        (string, string)[] reported = scheme is null ? [] : [("X-Forwarded-Proto", scheme)];
        HttpContext context = await SendAsync(
            Proxy, "camera.example.org", ProxyIsTrusted, [.. reported, ("X-Forwarded-For", Client), ("Origin", origin)]);
        Assert.Equal(status, context.Response.StatusCode);
    }

    /// <summary>The last hop that is not trusted is the client; what stands before it may be the client's own.</summary>
    [Fact]
    public async Task A_chain_of_proxies_is_followed_as_far_as_it_is_trusted()
    {
        HttpContext context = await SendAsync(
            Proxy, Loopback, ProxyIsTrusted, ("X-Forwarded-For", $"127.0.0.1, {Client}, 10.0.0.6"));
        Assert.Equal(Client, $"{context.Connection.RemoteIpAddress}");
    }

    /// <summary>For an image or a frame a browser sends no origin.</summary>
    [Theory]
    [InlineData("cross-site", "no-cors", "image", "https://evil.example/page", 403)]
    [InlineData("cross-site", "no-cors", "image", null, 403)]
    [InlineData("cross-site", "navigate", "iframe", "https://evil.example/", 403)]
    [InlineData("cross-site", "no-cors", "image", "https://portal.example/", 200)]
    [InlineData("cross-site", "navigate", "document", "https://evil.example/", 200)]
    [InlineData("same-origin", "no-cors", "image", "http://localhost/", 200)]
    [InlineData("none", "navigate", "document", null, 200)]
    public async Task Pages_of_other_sites_show_nothing_and_may_be_left_by_a_link(
        string site, string mode, string destination, string? referer, int status)
    {
        List<(string, string)> headers = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)];
        if (referer is not null)
            headers.Add(("Referer", referer));
        string[] settings = ["Access:AllowedOrigins:0=https://portal.example"];
        Assert.Equal(status, (await SendAsync(Client, "localhost", settings, [.. headers])).Response.StatusCode);
    }

    private static async Task<HttpContext> SendAsync(
        string from, string host, string[] settings, params (string Name, string Value)[] headers)
    {
        IOptions<VideoStreamOptions> options = Options.Create(Configured.With(["Source=test", .. settings]));
        var gate = new SiteGate(
            new HostPolicy(options, TimeProvider.System, NullLogger<HostPolicy>.Instance),
            new OriginPolicy(options, TimeProvider.System, NullLogger<OriginPolicy>.Instance));
        var proxies = new TrustedProxies(options, NullLoggerFactory.Instance);

        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Request.Scheme = "http";
        context.Request.Host = new HostString(host);
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        await SiteGate.ReceiveAsync(
            context,
            (limited, refuse) => refuse(limited),
            received => proxies.ApplyAsync(received, checkedContext => gate.CheckAsync(checkedContext, _ => Task.CompletedTask)));
        return context;
    }
}
