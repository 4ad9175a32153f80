using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>Each line of an error names the key, the value and what is allowed.</summary>
public sealed class BadAccessConfigurationTests
{
    private const string Hash = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

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
            $"VideoStream:Access:AllowedHosts is '{host}'; allowed: *, or a host without scheme", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    [InlineData("")]
    public void An_invalid_proxy(string proxy)
    {
        string failure = Assert.Single(Configured.Failures("Access:TrustedProxies:0=" + proxy));
        Assert.StartsWith(
            $"VideoStream:Access:TrustedProxies is '{proxy}'; allowed: an IP address, or a network", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://issuer.example")]
    [InlineData("issuer.example")]
    [InlineData("/realm")]
    [InlineData("ftp://issuer.example")]
    [InlineData("https://ana:secret@issuer.example")]
    [InlineData("https://issuer.example/?realm=1")]
    public void An_invalid_issuer_is_not_repeated(string authority) => Assert.Equal(
        ["VideoStream:Access:Jwt:Authority is no address of an issuer; allowed: https://host/path, or http on loopback, without user"],
        Configured.Failures("Access:Jwt:Authority=" + authority, "Access:Jwt:Audience=videostream"));

    [Theory]
    [InlineData("Access:Jwt:Authority=https://issuer.example/realm")]
    [InlineData("Access:Jwt:Audience=videostream")]
    public void An_issuer_without_an_audience_or_the_other_way_round(string setting) => Assert.Equal(
        ["VideoStream:Access:Jwt has only one of Authority and Audience; allowed: both, or none"], Configured.Failures(setting));

    [Theory]
    [InlineData("ScopeClaim")]
    [InlineData("CameraClaim")]
    public void An_empty_claim(string key) => Assert.StartsWith(
        $"VideoStream:Access:Jwt:{key} is ''; allowed: the name of a claim",
        Assert.Single(Configured.Failures($"Access:Jwt:{key}=")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://issuer.example/realms/home")]
    [InlineData("http://localhost:8080/realms/home")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000/")]
    public void An_issuer_over_https_or_on_this_machine(string authority) => Assert.True(
        Configured.With("Source=test", "Access:Jwt:Authority=" + authority, "Access:Jwt:Audience=videostream").Access.Jwt.IsConfigured);

    [Fact]
    public void The_old_and_the_new_key_of_the_origins()
    {
        Assert.Equal(
            ["VideoStream:WebSocket:AllowedOrigins is the old name of VideoStream:Access:AllowedOrigins; allowed: one of them, not both"],
            Configured.Failures("WebSocket:AllowedOrigins:0=https://a.example", "Access:AllowedOrigins:0=https://a.example"));
    }

    [Theory]
    [InlineData(" needs either Hash or File", "Scopes:0=view")]
    [InlineData(" needs either Hash or File", "Hash=" + Hash, "File=/etc/hostname")]
    [InlineData(":Hash is not a SHA-256; allowed: 64 hexadecimal digits", "Hash=")]
    [InlineData(":Hash is not a SHA-256; allowed: 64 hexadecimal digits", "Hash=secret")]
    [InlineData(":Hash is not a SHA-256; allowed: 64 hexadecimal digits", "Hash=" + Hash + "0")]
    [InlineData(":File is '/nowhere/key', which can't be read: ", "File=/nowhere/key")]
    [InlineData(":File is '/dev/null', which can't be read: it is empty, or not a regular file", "File=/dev/null")]
    [InlineData(":Scopes is 'view, all'; allowed: view, control, metrics, admin", "Hash=" + Hash, "Scopes:0=view", "Scopes:1=all")]
    [InlineData(":Expires is 'soon'; allowed: a date or a time", "Hash=" + Hash, "Expires=soon")]
    [InlineData(":Cameras is 'yard'; allowed: gate", "Hash=" + Hash, "Cameras:0=yard")]
    [InlineData(":Cameras is set; allowed: none", "Hash=" + Hash, "Scopes:0=admin", "Cameras:0=gate")]
    public void An_invalid_key(string problem, params string[] values)
    {
        string failure = Assert.Single(
            Configured.Failures(["Cameras:gate:Source=test", .. values.Select(value => "Access:Keys:ana:" + value)]));
        Assert.StartsWith("VideoStream:Access:Keys:ana" + problem, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_key()
    {
        Assert.StartsWith(
            "VideoStream:Access:Keys:a b is no key name; allowed: 1 to 32 letters",
            Assert.Single(Configured.Failures("Source=test", $"Access:Keys:a b:Hash={Hash}")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_of_one_key()
    {
        Assert.Equal(
            ["VideoStream:Access:Keys:bob has the hash of ana; allowed: a key of its own"],
            Configured.Failures("Source=test", $"Access:Keys:ana:Hash={Hash}", $"Access:Keys:bob:Hash={Hash.ToUpperInvariant()}"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    public void A_number_of_tries_out_of_range(string value)
    {
        Assert.Equal(
            [$"VideoStream:Access:FailedTriesPerMinute is '{value}'; allowed: 1 to 10000"],
            Configured.Failures("Access:FailedTriesPerMinute=" + value));
    }
}
