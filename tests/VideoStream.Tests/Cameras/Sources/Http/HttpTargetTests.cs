using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class HttpTargetTests
{
    [Theory]
    [InlineData("http://camera", "camera", 80, "/", "camera")]
    [InlineData("HTTPS://ana:s3cret@Camera:8443/a?b#c", "camera", 8443, "/a?b", "camera:8443")]
    [InlineData("http://camera?token=x", "camera", 80, "/?token=x", "camera")]
    [InlineData("http://camera:80/ä b", "camera", 80, "/%C3%A4%20b", "camera")]
    [InlineData("http://[fe80::1%eth0]:8080/v", "fe80::1%eth0", 8080, "/v", "[fe80::1]:8080")]
    [InlineData("http://[fe80::1%25eth0]/v", "fe80::1%eth0", 80, "/v", "[fe80::1]")]
    public void A_url_is_a_server_and_a_path(string url, string host, int port, string path, string authority)
    {
        HttpTarget target = HttpTarget.Of(new CameraUrl(url));
        Assert.Equal((host, port, path, authority), (target.Host, target.Port, target.Path, target.Authority));
    }

    [Fact]
    public void A_redirect_on_the_same_server_keeps_the_zone()
    {
        HttpTarget target = HttpTarget.Of(new CameraUrl("http://[fe80::1%eth0]/v"));
        Assert.True(target.TryFollow("http://[fe80::1]/w", out HttpTarget? next));
        Assert.Equal(("fe80::1%eth0", "/w"), (next.Host, next.Path));
        Assert.True(next.IsSameServer(target));
    }
}
