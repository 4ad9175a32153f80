using VideoStream.Cameras.Sources;
using VideoStream.Cameras.Sources.Ffmpeg;
using VideoStream.Cameras.Sources.Files;
using VideoStream.Cameras.Sources.Http;
using VideoStream.Cameras.Sources.Passed;
using VideoStream.Cameras.Sources.Rtsp;
using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class SourceKindsTests
{
    [Theory]
    [InlineData("auto", typeof(AutoSource), "auto")]
    [InlineData(" AUTO ", typeof(AutoSource), "auto")]
    [InlineData("test", typeof(TestPatternSource), "test")]
    [InlineData("Test", typeof(TestPatternSource), "test")]
    [InlineData("/dev/video0", typeof(V4l2Source), "/dev/video0")]
    [InlineData("/dev/v4l/by-id/usb-cam", typeof(V4l2Source), "/dev/v4l/by-id/usb-cam")]
    [InlineData("film.mp4", typeof(VideoFileSource), "film.mp4")]
    [InlineData("/data/my film.mp4", typeof(VideoFileSource), "/data/my film.mp4")]
    [InlineData("C:\\films\\a.avi", typeof(VideoFileSource), "C:\\films\\a.avi")]
    [InlineData("tests", typeof(VideoFileSource), "tests")]
    [InlineData("0.mp4", typeof(VideoFileSource), "0.mp4")]
    [InlineData("20260504", typeof(VideoFileSource), "20260504")]
    [InlineData("http://camera/mjpeg", typeof(HttpSource), "http://camera")]
    [InlineData("HTTPS://user:secret@camera/mjpeg?token=secret", typeof(HttpSource), "https://camera")]
    [InlineData("rtsp://user:secret@camera:554/live", typeof(RtspSource), "rtsp://camera:554")]
    [InlineData("udp://:5000", typeof(FfmpegSource), "udp://:5000")]
    public void Parse_finds_the_kind_and_what_may_be_shown(string text, Type kind, string display)
    {
        SourceDescriptor source = SourceKinds.Parse(text).Source;
        Assert.IsType(kind, source);
        Assert.Equal(display, source.Display);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("12")]
    [InlineData("9999")]
    public void Parse_a_number_is_a_device(string text)
    {
        string address = OperatingSystem.IsLinux() ? "/dev/video" + text : text;
        Assert.Equal(new V4l2Source(address), SourceKinds.Parse(text).Source);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Parse_an_empty_text_is_an_error(string? text)
    {
        SourceParseResult result = SourceKinds.Parse(text);
        Assert.Equal((false, "is empty"), (result.IsValid, result.Error));
        Assert.Throws<InvalidOperationException>(() => result.Source);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "begins with 'file:'")]
    [InlineData("CONCAT:a|b", "begins with 'concat:'")]
    [InlineData("rtsp://user:secret@", "is a URL that can't be read")]
    [InlineData("http://user:secret@camera/\na", "is a URL with a control character")]
    [InlineData("/data/film\n.mp4", "is a path with a control character")]
    public void Parse_an_unusable_url_is_an_error_without_secrets(string text, string error)
    {
        string? found = SourceKinds.Parse(text).Error;
        Assert.StartsWith(error, found, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test", typeof(TestPatternReader), false)]
    [InlineData("film.mp4", typeof(VideoFileReader), false)]
    [InlineData("/dev/video0", typeof(V4l2Reader), true)]
    [InlineData("http://camera/video", typeof(HttpReader), true)]
    [InlineData("HTTPS://camera/video", typeof(HttpReader), true)]
    [InlineData("rtsp://camera/video", typeof(PassedVideoReader), true)]
    [InlineData("rtmp://camera/live", typeof(PassedVideoReader), true)]
    [InlineData("udp://239.0.0.1:5000", typeof(FfmpegReader), true)]
    public void Each_kind_has_its_reader_and_its_default_for_on_demand(string text, Type reader, bool isOnDemand)
    {
        SourceDescriptor source = SourceKinds.Parse(text).Source;
        using ICameraReader created = source.CreateReader(new CameraOptions(), TimeProvider.System);
        Assert.IsType(reader, created);
        Assert.Equal(isOnDemand, source.IsOnDemand);
    }
}
