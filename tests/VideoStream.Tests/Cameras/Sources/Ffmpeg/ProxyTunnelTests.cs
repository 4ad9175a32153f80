using System.Net;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class ProxyTunnelTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cam", 322, "cam:322")]
    [InlineData("fd00::1", 443, "[fd00::1]:443")]
    public async Task It_is_asked_for_the_camera(string host, int port, string authority)
    {
        string? asked = null;
        using var proxy = new StubConnection(request => Answer(request, "HTTP/1.1 200 Connection established\r\n\r\n", out asked));
        Assert.True((await OpenAsync("http://proxy:3128", proxy, host, port)).IsOk);
        Assert.Equal($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n", asked);
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "the proxy http://proxy:3128 answers 403")]
    [InlineData("220 mail\r\n\r\n", "the proxy http://proxy:3128 doesn't speak HTTP")]
    [InlineData("", "the proxy http://proxy:3128 doesn't speak HTTP")]
    public async Task What_it_answers_instead_is_the_fault(string answer, string problem)
    {
        using var proxy = new StubConnection(request => Answer(request, answer, out _));
        CameraFault? fault = (await OpenAsync("http://proxy:3128", proxy)).Fault;
        Assert.Equal("rtsps://cam: no connection: " + problem, fault?.Text);
    }

    [Fact]
    public async Task A_proxy_of_another_kind_is_the_fault()
    {
        using var proxy = new StubConnection(_ => throw new InvalidOperationException("it was asked"));
        CameraFault? fault = (await OpenAsync("socks5://proxy:1080", proxy)).Fault;
        Assert.Equal("rtsps://cam: no connection: the proxy socks5://proxy:1080 is none for HTTP", fault?.Text);
    }

    [Fact]
    public void A_camera_that_the_environment_excepts_has_none()
    {
        Assert.Null(ProxyTunnel.Find(new WebProxy("http://proxy:3128", BypassOnLocal: false, ["cam"]), "cam", 322));
    }

    private static Task<SourceResult> OpenAsync(string address, StubConnection proxy, string host = "cam", int port = 322) =>
        Limit.Within(ProxyTunnel.Find(new WebProxy(address), host, port)!.OpenAsync(proxy, "rtsps://cam", Cancelled));

    private static StubAnswer Answer(string request, string answer, out string asked)
    {
        asked = request;
        return new StubAnswer(answer, Stream.Null);
    }
}
