using VideoStream.Cameras.Sources;

namespace VideoStream.Tests.Cameras.Sources;

public sealed class CameraUrlTests
{
    [Theory]
    [InlineData("rtsp://camera/live", "rtsp", "camera", 554, "rtsp://camera")]
    [InlineData("RTSP://Camera:8554/live?x=1", "rtsp", "Camera", 8554, "rtsp://Camera:8554")]
    [InlineData("http://10.0.0.7", "http", "10.0.0.7", 80, "http://10.0.0.7")]
    [InlineData("https://ana:secret@camera/video", "https", "camera", 443, "https://camera")]
    [InlineData("rtsp://ana:se:c/ret@camera/video", "rtsp", "ana", 0, "the URL")]
    [InlineData("rtsp://ana:se@c:ret@camera:88/video", "rtsp", "camera", 88, "rtsp://camera:88")]
    [InlineData("rtsp://ana@camera/video@2x", "rtsp", "camera", 554, "rtsp://camera")]
    [InlineData("http://[fe80::1]:8080/video", "http", "fe80::1", 8080, "http://[fe80::1]:8080")]
    [InlineData("http://[fe80::1%eth0]/video", "http", "fe80::1%eth0", 80, "http://[fe80::1%eth0]")]
    [InlineData("http://[fe80::1%25eth0.1-a]:81/video", "http", "fe80::1%eth0.1-a", 81, "http://[fe80::1%25eth0.1-a]:81")]
    [InlineData("rtsp://[fe80::1%252]/", "rtsp", "fe80::1%2", 554, "rtsp://[fe80::1%252]")]
    [InlineData("http://[fe80::1%25]/", "http", "fe80::1%25", 80, "http://[fe80::1%25]")]
    [InlineData("udp://:5000", "udp", "", 5000, "udp://:5000")]
    [InlineData("rtsp://camera?token=secret", "rtsp", "camera", 554, "rtsp://camera")]
    public void Parts_are_found_and_no_secret_is_displayed(string text, string scheme, string host, int port, string display)
    {
        var url = new CameraUrl(text);
        Assert.Equal(display, url.Display);
        if (display != "the URL")
            Assert.Equal((scheme, host, port), (url.Scheme, url.Host, url.Port));
    }

    [Theory]
    [InlineData("http://ana:s3cr%40t%3Ax@camera/", "ana", "s3cr@t:x")]
    [InlineData("http://ana:s3cr@t:x@camera/", "ana", "s3cr@t:x")]
    [InlineData("http://ana@camera/", "ana", "")]
    public void Credentials_are_decoded(string text, string user, string password)
    {
        var url = new CameraUrl(text);
        Assert.True(url.HasCredentials);
        Assert.Equal((user, password), (url.Credentials.UserName, url.Credentials.Password));
        Assert.Equal("http://camera/", url.Uri?.ToString());
    }

    [Theory]
    [InlineData("401 for rtsp://ana:s3cret@camera/live?token=abc: no", "401 for rtsp://camera: no")]
    [InlineData("moved to http://ana:other@elsewhere:81/x", "moved to http://elsewhere:81")]
    [InlineData("password s3cret of ana", "password *** of ***")]
    [InlineData("a banana is no secret", "a banana is no secret")]
    public void Redact_removes_all_secrets(string text, string shown)
    {
        Assert.Equal(shown, new CameraUrl("rtsp://ana:s3cret@camera/live?token=abc").Redact(text));
    }

    [Theory]
    [InlineData("http://camera/", true)]
    [InlineData("http://camera/a b;$(c)", true)]
    [InlineData("rtsp://", false)]
    [InlineData("udp://:5000", true)]
    [InlineData("http://:5000", false)]
    [InlineData("http://camera:x/", false)]
    [InlineData("http://camera:70000/", false)]
    [InlineData("http:camera", false)]
    [InlineData("http://[fe80::1%eth0]/", true)]
    [InlineData("http://[fe80::1%25eth0]:81/", true)]
    [InlineData("http://ana:s3cret@[fe80::1%25eth0]:81/", true)]
    [InlineData("http://[fe80::1%]/", false)]
    [InlineData("http://[1:2]/", false)]
    public void TryParse_accepts_only_usable_urls(string text, bool isUsable)
    {
        Assert.Equal(isUsable, CameraUrl.TryParse(text, out _));
    }
}
