using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

/// <summary>Access options that are replaced while they are used.</summary>
public sealed class AccessReloadTests
{
    private readonly CurrentOptions _options = new(new OptionsFactory<VideoStreamOptions>([], []));

    [Fact]
    public void Another_limit_of_failed_tries_counts_at_once()
    {
        using var tries = new FailedTries(_options, TimeProvider.System);
        _options.Replace(Configured.With("Access:FailedTriesPerMinute=1"));
        tries.Count(IPAddress.Loopback, [1]);
        Assert.True(tries.IsBlocked(IPAddress.Loopback));
        _options.Replace(Configured.With("Access:FailedTriesPerMinute=2"));
        Assert.Equal((2, false), (tries.Limit, tries.IsBlocked(IPAddress.Loopback)));
    }

    [Fact]
    public async Task Another_trusted_proxy_counts_at_once()
    {
        var proxies = new TrustedProxies(_options, NullLoggerFactory.Instance);
        Assert.Equal("10.0.0.5", await ClientAsync(proxies));
        _options.Replace(Configured.With("Access:TrustedProxies:0=10.0.0.0/24"));
        Assert.Equal("203.0.113.9", await ClientAsync(proxies));
        _options.Replace(Configured.With("Access:TrustedProxies:0=10.0.0.6"));
        Assert.Equal("10.0.0.5", await ClientAsync(proxies));
    }

    [Theory]
    [InlineData("127.0.0.1", "/cam", "/cam/link/x")]
    [InlineData("127.0.0.1", "/cam/", "/cam/link/x")]
    [InlineData("127.0.0.1", "/", "/link/x")]
    [InlineData("127.0.0.1", "cam", "/link/x")]
    [InlineData("127.0.0.1", "/cam/yard-2", "/cam/yard-2/link/x")]
    [InlineData("127.0.0.1", "/a;Path=/;Domain=x", "/link/x")]
    [InlineData("127.0.0.1", "//evil.example", "/link/x")]
    [InlineData("127.0.0.1", "/%2e%2e", "/link/x")]
    [InlineData("127.0.0.1", "/a/../b", "/link/x")]
    [InlineData("127.0.0.1", "/a,/b", "/link/x")]
    [InlineData("10.0.0.5", "/cam", "/link/x")]
    public async Task The_path_of_a_trusted_proxy_is_in_front_of_the_links(string remote, string prefix, string expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(remote) } };
        context.Request.PathBase = "/link/x";
        context.Request.Headers["X-Forwarded-Prefix"] = prefix;
        await new TrustedProxies(_options, NullLoggerFactory.Instance).ApplyAsync(context, _ => Task.CompletedTask);
        Assert.Equal(expected, context.Request.PathBase);
    }

    [Fact]
    public async Task A_path_that_no_cookie_can_have_is_ignored()
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        context.Request.Headers["X-Forwarded-Prefix"] = "/" + new string('a', 4000);
        await new TrustedProxies(_options, NullLoggerFactory.Instance).ApplyAsync(context, _ => Task.CompletedTask);
        Assert.Equal(PathString.Empty, context.Request.PathBase);
    }

    /// <summary>What counts as the client of a request that 10.0.0.5 forwards.</summary>
    private static async Task<string> ClientAsync(TrustedProxies proxies)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("10.0.0.5") } };
        context.Request.Headers["X-Forwarded-For"] = "203.0.113.9";
        await proxies.ApplyAsync(context, _ => Task.CompletedTask);
        return $"{context.Connection.RemoteIpAddress}";
    }
}
