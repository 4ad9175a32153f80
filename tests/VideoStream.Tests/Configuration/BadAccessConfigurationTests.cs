using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>Each line of an error names the key, the value and what is allowed.</summary>
public sealed class BadAccessConfigurationTests
{
    [Theory]
    [InlineData("Access:AllowedOrigins", "example.org")]
    [InlineData("Access:AllowedOrigins", "https://example.org/")]
    [InlineData("Access:AllowedOrigins", "https://example.org/page")]
    [InlineData("Access:AllowedOrigins", "https://example.org:443/page")]
    [InlineData("Access:AllowedOrigins", "https://user@example.org")]
    [InlineData("Access:AllowedOrigins", "https://")]
    [InlineData("Access:AllowedOrigins", "")]
    [InlineData("Access:AllowedOrigins", "file:///tmp")]
    [InlineData("WebSocket:AllowedOrigins", "https://example.org/")]
    public void An_invalid_origin(string key, string origin)
    {
        string failure = Assert.Single(Configured.Failures($"{key}:0={origin}"));
        Assert.StartsWith($"VideoStream:{key} is '{origin}'; allowed: *, or scheme://host", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org")]
    [InlineData("example.org:8000")]
    [InlineData("*.example.org")]
    [InlineData("example.org/page")]
    [InlineData("")]
    public void An_invalid_host(string host)
    {
        string failure = Assert.Single(Configured.Failures("Access:AllowedHosts:0=" + host));
        Assert.StartsWith(
            $"VideoStream:Access:AllowedHosts is '{host}'; allowed: *, or a host without scheme and port", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.5/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    [InlineData("")]
    public void An_invalid_proxy(string proxy)
    {
        string failure = Assert.Single(Configured.Failures("Access:TrustedProxies:0=" + proxy));
        Assert.StartsWith(
            $"VideoStream:Access:TrustedProxies is '{proxy}'; allowed: an IP address, or a network", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void The_old_and_the_new_key_of_the_origins()
    {
        Assert.Equal(
            ["VideoStream:WebSocket:AllowedOrigins is the old name of VideoStream:Access:AllowedOrigins; allowed: one of them, not both"],
            Configured.Failures("WebSocket:AllowedOrigins:0=https://a.example", "Access:AllowedOrigins:0=https://a.example"));
    }
}
