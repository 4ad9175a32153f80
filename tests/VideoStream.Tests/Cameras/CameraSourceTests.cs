using VideoStream.Cameras;

namespace VideoStream.Tests.Cameras;

public sealed class CameraSourceTests
{
    [Theory]
    [InlineData("auto", nameof(CameraSourceKind.Auto), "")]
    [InlineData(" AUTO ", nameof(CameraSourceKind.Auto), "")]
    [InlineData("test", nameof(CameraSourceKind.TestPattern), "")]
    [InlineData("Test", nameof(CameraSourceKind.TestPattern), "")]
    [InlineData("/dev/video0", nameof(CameraSourceKind.Device), "/dev/video0")]
    [InlineData("/dev/v4l/by-id/usb-cam", nameof(CameraSourceKind.Device), "/dev/v4l/by-id/usb-cam")]
    [InlineData("film.mp4", nameof(CameraSourceKind.VideoFile), "film.mp4")]
    [InlineData("/data/my film.mp4", nameof(CameraSourceKind.VideoFile), "/data/my film.mp4")]
    [InlineData("C:\\films\\a.avi", nameof(CameraSourceKind.VideoFile), "C:\\films\\a.avi")]
    [InlineData("tests", nameof(CameraSourceKind.VideoFile), "tests")]
    [InlineData("0.mp4", nameof(CameraSourceKind.VideoFile), "0.mp4")]
    [InlineData("20260504", nameof(CameraSourceKind.VideoFile), "20260504")]
    [InlineData("rtsp://user:secret@camera:554/live", nameof(CameraSourceKind.Url), "rtsp://user:secret@camera:554/live")]
    [InlineData("http://camera/mjpeg", nameof(CameraSourceKind.Url), "http://camera/mjpeg")]
    public void Parse_tells_the_kinds_apart(string text, string kind, string address)
    {
        Assert.Equal(new CameraSource(Enum.Parse<CameraSourceKind>(kind), address), CameraSource.Parse(text));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("12")]
    [InlineData("9999")]
    public void Parse_a_number_is_a_device(string text)
    {
        string address = OperatingSystem.IsLinux() ? "/dev/video" + text : text;
        Assert.Equal(new CameraSource(CameraSourceKind.Device, address), CameraSource.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t")]
    public void Parse_nothing_is_nothing(string? text)
    {
        Assert.Null(CameraSource.Parse(text));
    }
}
