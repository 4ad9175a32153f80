using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;

namespace VideoStream.Tests.Cameras.Sources.Ffmpeg;

public sealed class FfmpegErrorsTests
{
    private readonly FfmpegErrors _errors = new(new CameraUrl("rtsp://ana:s3cret@camera:88/live"));

    [Theory]
    [InlineData("[rtsp @ 0x5] method DESCRIBE failed: 401 Unauthorized", "rtsp://camera:88 refuses the user name or password")]
    [InlineData("Failed to resolve hostname camera: Name or service not known", "unknown host: camera")]
    [InlineData(
        "Connection to tcp://camera:88?timeout=0 failed: Connection refused", "rtsp://camera:88: connection refused, nothing listens there")]
    [InlineData("rtsp://ana:s3cret@camera:88/live: Something new", "rtsp://camera:88: rtsp://camera:88: Something new")]
    public void Fault_translates_the_message_and_hides_secrets(string line, string reason)
    {
        _errors.Add(line);
        Assert.Equal(reason, _errors.Fault.Text);
    }

    [Fact]
    public void The_most_specific_message_wins_and_not_the_last()
    {
        _errors.Add("Server returned 404 Not Found");
        _errors.Add("pipe:0: Invalid data found when processing input");
        Assert.Equal("rtsp://camera:88 has nothing at that path (404)", _errors.Fault.Text);
    }

    [Fact]
    public void Without_a_message_the_camera_has_ended_the_stream()
    {
        _errors.Add("[h264 @ 0x1] error while decoding MB 3 4");
        Assert.Equal("rtsp://camera:88: the camera ended the stream", _errors.Fault.Text);
    }

    [Fact]
    public void The_text_is_bounded()
    {
        for (int i = 0; i < 1000; i++)
            _errors.Add($"line {i} " + new string('x', 10_000));
        Assert.InRange(_errors.Fault.Text.Length, 1, 400);
    }
}
