using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Rtsp;

namespace VideoStream.Tests.Cameras.Sources.Rtsp;

public sealed class RtspTargetTests
{
    [Theory]
    [InlineData("rtsp://ana:s3cr@t@cam/live", "rtsp://cam/live", 554)]
    [InlineData("RTSP://Cam:8554", "RTSP://Cam:8554", 8554)]
    [InlineData("rtsps://cam/a b?c=d#e", "rtsps://cam/a%20b?c=d", 322)]
    [InlineData("rtsp://cam/user=admin&channel=1&stream=0.sdp?/../x%2fy", "rtsp://cam/user=admin&channel=1&stream=0.sdp?/../x%2fy", 554)]
    [InlineData("rtsp://[fe80::1%25eth0]/live", "rtsp://[fe80::1]/live", 554)]
    public void The_address_is_asked_for_as_it_was_written_without_user_and_zone(string url, string expected, int port)
    {
        RtspTarget? target = RtspTarget.Of(new CameraUrl(url));
        Assert.Equal((expected, port), (target?.Url, target?.Port));
        Assert.DoesNotContain("s3cr", target!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://cam/")]
    [InlineData("rtspu://cam/")]
    [InlineData("rtsp:///live")]
    [InlineData("rtsp://cam/a\nb")]
    public void Other_addresses_are_no_target(string url) => Assert.Null(RtspTarget.Of(new CameraUrl(url)));

    [Theory]
    [InlineData("rtsp://cam/live", "rtsp://other:8554/a", "rtsp://other:8554")]
    [InlineData("rtsp://cam/live", "rtsps://other/a", "rtsps://other")]
    [InlineData("rtsps://cam/live", "rtsps://other/a", "rtsps://other")]
    [InlineData("rtsps://cam/live", "rtsp://other/a", null)]
    [InlineData("rtsp://cam/live", "http://other/a", null)]
    [InlineData("rtsp://cam/live", "/a", null)]
    [InlineData("rtsp://cam/live", "", null)]
    public void A_redirect_stays_in_RTSP_and_in_encryption(string url, string location, string? expected)
    {
        Assert.Equal(expected is not null, RtspTarget.Of(new CameraUrl(url))!.TryFollow(location, out RtspTarget? next));
        Assert.Equal(expected, next?.Display);
    }

    [Theory]
    [InlineData("rtsp://CAM:554/other", true)]
    [InlineData("rtsp://cam:555/", false)]
    [InlineData("rtsps://cam:554/", false)]
    [InlineData("rtsp://came/", false)]
    public void A_server_is_the_same_by_host_port_and_encryption(string url, bool isSame) =>
        Assert.Equal(isSame, RtspTarget.Of(new CameraUrl(url))!.IsSameServer(RtspTarget.Of(new CameraUrl("rtsp://cam/live"))!));
}
