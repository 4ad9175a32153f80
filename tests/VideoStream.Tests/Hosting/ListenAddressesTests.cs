using Microsoft.Extensions.Configuration;
using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://0.0.0.0:8000")]
    [InlineData("http://*:8000")]
    [InlineData("http://+:8000")]
    [InlineData("HTTP://localhost:8000/")]
    [InlineData("http://localhost")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::]:8000")]
    [InlineData("https://camera-host.example:8443")]
    [InlineData("http://unix:/run/videostream.sock")]
    [InlineData("http://127.0.0.1:8000; http://[::1]:8000;")]
    public void Valid_addresses(string urls)
    {
        Assert.Empty(Problems("urls", urls));
    }

    [Theory]
    [InlineData("http://localhost:8000", false)]
    [InlineData("http://127.0.0.1:8000", false)]
    [InlineData("http://127.0.0.2:8000", false)]
    [InlineData("http://[::1]:8000", false)]
    [InlineData("http://unix:/run/videostream.sock", false)]
    [InlineData("http://0.0.0.0:8000", true)]
    [InlineData("http://[::]:8000", true)]
    [InlineData("http://+:8000", true)]
    [InlineData("http://192.168.1.5:8000", true)]
    [InlineData("https://camera-host.example:8443", true)]
    public void Only_loopback_and_sockets_of_this_machine_are_out_of_reach(string url, bool isReachable) =>
        Assert.Equal(isReachable, ListenUrl.IsReachableFromOutside(url));

    [Theory]
    [InlineData("Kestrel:Endpoints:a:Protocols", "Http9", "allowed: None, Http1, Http2")]
    [InlineData("Kestrel:Endpoints:a:SslProtocols:0", "Tls9", "Tls12")]
    [InlineData("Kestrel:Endpoints:a:ClientCertificateMode", "Foo", "RequireCertificate")]
    [InlineData("Kestrel:EndpointDefaults:Protocols", "Http9", "Http1AndHttp2")]
    public void A_protocol_that_does_not_exist_is_named_with_those_that_do(string key, string value, string allowed)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(key, value), new("Kestrel:Endpoints:a:Url", "http://127.0.0.1:0")]).Build();
        string problem = Assert.Single(ListenAddresses.Problems(configuration));
        Assert.StartsWith($"{key} is '{value}'; allowed: ", problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "urls is '', which is no address")]
    [InlineData(" ; ", "urls is ' ; ', which is no address")]
    [InlineData("8000", "urls is '8000', which has no scheme")]
    [InlineData("0.0.0.0:8000", "urls is '0.0.0.0:8000', which has no scheme")]
    [InlineData("rtsp://0.0.0.0:8000", "the scheme 'rtsp' is not http or https")]
    [InlineData("http://0.0.0.0:80000", "'80000' is not a port from 0 to 65535")]
    [InlineData("http://0.0.0.0:-1", "'-1' is not a port from 0 to 65535")]
    [InlineData("http://0.0.0.0:web", "'web' is not a port from 0 to 65535")]
    [InlineData("http://0.0.0.0:", "'' is not a port from 0 to 65535")]
    [InlineData("http://[::]:web", "'web' is not a port from 0 to 65535")]
    [InlineData("http://::1:8000", "an IPv6 address needs brackets")]
    [InlineData("http://:8000", "'' is not a host")]
    [InlineData("http://127.0.0:8000", "'127.0.0' is not a host")]
    [InlineData("http://256.0.0.1:8000", "'256.0.0.1' is not a host")]
    [InlineData("http://my host:8000", "'my host' is not a host")]
    [InlineData("http://localhost:0", "port 0 (any free port) needs an IP address")]
    [InlineData("http://0.0.0.0:8000/camera", "'/camera' is a path, and an address has none")]
    [InlineData("http://0.0.0.0:8000?a=b", "'?a=b' is a path, and an address has none")]
    [InlineData("http://unix:run/videostream.sock", "where unix: needs an absolute path")]
    [InlineData("http://0.0.0.0:8000;nowhere", "urls is 'nowhere', which has no scheme")]
    public void A_bad_address_is_named_with_what_is_allowed(string urls, string problem)
    {
        string line = Assert.Single(Problems("urls", urls));
        Assert.Contains(problem, line, StringComparison.Ordinal);
        const string allowed =
            "; allowed: http://0.0.0.0:8000, https://0.0.0.0:8443, http://*:8000, http://unix:/path, several separated by ';'";
        Assert.EndsWith(allowed, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "Kestrel:Endpoints:a:Url is 'nonsense', which has no scheme")]
    [InlineData("http://0.0.0.0:80000", "Kestrel:Endpoints:a:Url is 'http://0.0.0.0:80000': '80000' is not a port from 0 to 65535")]
    [InlineData("", "Kestrel:Endpoints:a:Url is missing")]
    public void A_bad_address_of_an_endpoint_is_named_with_its_key(string url, string problem) =>
        Assert.Equal(
            problem + "; allowed: http://0.0.0.0:8000, https://0.0.0.0:8443, http://*:8000, http://unix:/path",
            Assert.Single(Problems("Kestrel:Endpoints:a:Url", url)));

    [Fact]
    public void A_path_that_is_too_long_for_a_socket()
    {
        string line = Assert.Single(Problems("urls", "http://unix:/" + new string('a', 200)));
        Assert.Contains("too long for a Unix socket", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_ports")]
    [InlineData("https_ports")]
    public void Ports_are_numbers(string key)
    {
        Assert.Empty(Problems(key, "8000;8001"));
        // Container images set the variable; an empty value unsets it.
        Assert.Empty(Problems(key, ""));
        Assert.Equal(
            [$"{key} is '8000;web': 'web' is not a port; allowed: 0 to 65535, several separated by ';'"], Problems(key, "8000;web"));
        Assert.Single(Problems(key, "65536"));
    }

    private static IEnumerable<string> Problems(string key, string value) =>
        ListenAddresses.Problems(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build());
}
