using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class RelayUrlTests
{
    [Theory]
    [InlineData("rtsps://cam/live", "rtsp://127.0.0.1:9/live")]
    [InlineData("rtsps://cam:322", "rtsp://127.0.0.1:9")]
    [InlineData("rtsps://ana:wo@rd@cam:322/live?a=b@c", "rtsp://ana:wo@rd@127.0.0.1:9/live?a=b@c")]
    [InlineData("rtsps://[fd00::1]:322/live", "rtsp://127.0.0.1:9/live")]
    public void Of_replaces_scheme_host_and_port_only(string url, string expected)
    {
        Assert.Equal(expected, RelayUrl.Of(new CameraUrl(url), "rtsp", "127.0.0.1:9", keepsCredentials: true).Text);
    }

    [Fact]
    public void Of_can_leave_out_user_and_password()
    {
        var url = new CameraUrl("https://ana:wo@rd@cam/live?token=1");
        Assert.Equal("http://cam:443/live?token=1", RelayUrl.Of(url, "http", "cam:443", keepsCredentials: false).Text);
    }

    [Theory]
    [InlineData("cam", "cam:443")]
    [InlineData("fd00::1", "[fd00::1]:443")]
    public void Authority_has_brackets_around_an_IPv6_address(string host, string authority)
    {
        Assert.Equal(authority, RelayUrl.Authority(host, 443));
    }
}
