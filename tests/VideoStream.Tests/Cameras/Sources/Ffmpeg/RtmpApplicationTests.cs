using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

/// <summary>The end-to-end tests compare the rule with ffmpeg's.</summary>
public sealed class RtmpApplicationTests
{
    [Theory]
    [InlineData("rtmps://cam/live/stream", "rtmps://cam/live")]
    [InlineData("rtmps://cam:8443/live/site/stream", "rtmps://cam:8443/live/site")]
    [InlineData("rtmps://ana:wo@rd@cam/live/stream?key=1", "rtmps://cam/live")]
    [InlineData("rtmps://[fd00::1]:443/live/mp4:a/b", "rtmps://[fd00::1]:443/live")]
    [InlineData("rtmps://cam/ondemand/a/b", "rtmps://cam/ondemand")]
    [InlineData("rtmps://cam/live/a?slist=b", "rtmps://cam/live/a?slist=b")]
    [InlineData("rtmps://cam", "rtmps://cam/")]
    public void AddressOf_has_the_server_and_the_application_and_no_secrets(string stream, string application)
    {
        Assert.Equal(application, RtmpApplication.AddressOf(new CameraUrl(stream)));
    }
}
