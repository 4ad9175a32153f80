using VideoStream.Cameras.Sources;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class SourceDescriptorTests
{
    [Theory]
    [InlineData("auto", nameof(SourceKind.Auto), "")]
    [InlineData(" AUTO ", nameof(SourceKind.Auto), "")]
    [InlineData("test", nameof(SourceKind.TestPattern), "")]
    [InlineData("Test", nameof(SourceKind.TestPattern), "")]
    [InlineData("/dev/video0", nameof(SourceKind.Device), "/dev/video0")]
    [InlineData("/dev/v4l/by-id/usb-cam", nameof(SourceKind.Device), "/dev/v4l/by-id/usb-cam")]
    [InlineData("film.mp4", nameof(SourceKind.VideoFile), "film.mp4")]
    [InlineData("/data/my film.mp4", nameof(SourceKind.VideoFile), "/data/my film.mp4")]
    [InlineData("C:\\films\\a.avi", nameof(SourceKind.VideoFile), "C:\\films\\a.avi")]
    [InlineData("tests", nameof(SourceKind.VideoFile), "tests")]
    [InlineData("0.mp4", nameof(SourceKind.VideoFile), "0.mp4")]
    [InlineData("20260504", nameof(SourceKind.VideoFile), "20260504")]
    [InlineData("rtsp://user:secret@camera:554/live", nameof(SourceKind.Url), "rtsp://user:secret@camera:554/live")]
    [InlineData("http://camera/mjpeg", nameof(SourceKind.Url), "http://camera/mjpeg")]
    public void Parse_tells_the_kinds_apart(string text, string kind, string address)
    {
        Assert.Equal(new SourceDescriptor(Enum.Parse<SourceKind>(kind), address), SourceDescriptor.Parse(text));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("12")]
    [InlineData("9999")]
    public void Parse_a_number_is_a_device(string text)
    {
        string address = OperatingSystem.IsLinux() ? "/dev/video" + text : text;
        Assert.Equal(new SourceDescriptor(SourceKind.Device, address), SourceDescriptor.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Parse_nothing_is_nothing(string? text)
    {
        Assert.Null(SourceDescriptor.Parse(text));
    }
}
