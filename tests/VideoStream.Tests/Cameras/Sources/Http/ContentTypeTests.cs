using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Tests.Cameras.Sources.Http;

public sealed class ContentTypeTests
{
    [Theory]
    [InlineData(null, "", null)]
    [InlineData("", "", null)]
    [InlineData("image/jpeg", "image/jpeg", null)]
    [InlineData(" Image/JPEG ;charset=utf-8", "image/jpeg", null)]
    [InlineData("image/jpeg, image/jpeg", "image/jpeg", null)]
    [InlineData("multipart/x-mixed-replace;boundary=frame", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace; BOUNDARY = frame ; charset=x", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace; charset=x; boundary=frame", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace boundary=frame", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace;boundary=\"frame\"", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace;boundary=\"a;b\"; charset=x", "multipart/x-mixed-replace", "a;b")]
    [InlineData("multipart/x-mixed-replace;boundary='frame'", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace;boundary=\"frame", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace;boundary=frame\"", "multipart/x-mixed-replace", "frame")]
    [InlineData("multipart/x-mixed-replace;boundary=a b", "multipart/x-mixed-replace", "a b")]
    [InlineData("multipart/x-mixed-replace;boundary=a=b/c:d", "multipart/x-mixed-replace", "a=b/c:d")]
    [InlineData("multipart/x-mixed-replace;boundary=--frame", "multipart/x-mixed-replace", "--frame")]
    [InlineData("multipart/x-mixed-replace;boundary=", "multipart/x-mixed-replace", null)]
    [InlineData("multipart/x-mixed-replace;boundary=\"\"", "multipart/x-mixed-replace", null)]
    [InlineData("multipart/x-mixed-replace;boundary", "multipart/x-mixed-replace", null)]
    [InlineData("multipart/x-mixed-replace", "multipart/x-mixed-replace", null)]
    [InlineData(";boundary=frame", "", "frame")]
    public void Types_are_read_as_cameras_write_them(string? value, string media, string? boundary)
    {
        Assert.Equal(new ContentType(media, boundary), ContentType.Parse(value));
    }
}
