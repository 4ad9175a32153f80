using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Access;

public sealed class HostPolicyTests
{
    private readonly ListLogger<HostPolicy> _log = new();

    [Theory]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.5")]
    [InlineData("[::1]")]
    [InlineData("[fd00::5]")]
    public void Addresses_and_localhost_are_answered(string host) => Assert.True(Allows(host));

    [Fact]
    public void The_machines_names_are_answered()
    {
        string name = Dns.GetHostName();
        Assert.True(Allows(name));
        Assert.True(Allows(name.ToUpperInvariant() + "."));
        Assert.True(Allows(name.Split('.')[0] + ".local"));
        Assert.False(Allows(name + ".evil.example"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("evil.local")]
    [InlineData("*")]
    public void Other_names_are_refused(string host)
    {
        Assert.False(Allows(host));
        Assert.False(Allows(host, "camera.example.org"));
    }

    [Theory]
    [InlineData("camera.example.org", "camera.example.org")]
    [InlineData("Camera.Example.org", "CAMERA.example.ORG")]
    [InlineData("camera.example.org.", "camera.example.org")]
    [InlineData("kämera.example.org", "xn--kmera-gra.example.org")]
    [InlineData("camera.example.org", "*")]
    public void Listed_names_are_answered(string host, string listed) => Assert.True(Allows(host, listed));

    [Fact]
    public void A_trusted_proxy_may_ask_for_any_name_unless_names_are_listed()
    {
        Assert.True(Policy().Allows("camera.example.org", isOfProxy: true, "proxy"));
        Assert.False(Policy("portal.example.org").Allows("camera.example.org", isOfProxy: true, "proxy"));
        Assert.True(Policy("portal.example.org").Allows("portal.example.org", isOfProxy: true, "proxy"));
    }

    [Fact]
    public async Task A_refusal_is_logged_with_the_host_and_the_key_to_set()
    {
        Assert.False(Allows("evil.example"));
        const string line = "Refused 192.168.1.77:50000: this service does not answer to the host evil.example,"
            + " see VideoStream:Access:AllowedHosts";
        Assert.Equal((LogLevel.Warning, line), await _log.NextAsync());
        Assert.True(Allows("localhost"));
        Assert.Empty(_log.Rest());
    }

    private bool Allows(string host, params string[] listed) => Policy(listed).Allows(host, isOfProxy: false, "192.168.1.77:50000");

    private HostPolicy Policy(params string[] listed)
    {
        var options = new VideoStreamOptions();
        options.Access.AllowedHosts = listed;
        return new HostPolicy(Options.Create(options), new FakeTimeProvider(), _log);
    }
}
