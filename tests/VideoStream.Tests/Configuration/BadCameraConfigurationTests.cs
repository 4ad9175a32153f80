using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>Cameras whose name, source or certificate is not allowed.</summary>
public sealed class BadCameraConfigurationTests
{
    [Theory]
    [InlineData("12:34")]
    [InlineData("zz00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF")]
    [InlineData("0000112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00")]
    public void A_fingerprint_that_is_none(string value)
    {
        Assert.Equal(
            [$"VideoStream:Cameras:front:TrustedCertificate is '{value}'; allowed: a SHA-256 fingerprint, 64 hexadecimal digits"],
            Configured.Failures($"Cameras:front:TrustedCertificate={value}"));
    }

    [Theory]
    [InlineData("front door")]
    [InlineData("front.door")]
    [InlineData("front&seq")]
    [InlineData("-front")]
    [InlineData("_front")]
    [InlineData("vörne")]
    [InlineData("front\n")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    public void An_invalid_camera_name(string name)
    {
        string failure = Assert.Single(Configured.Failures($"Cameras:{name}:Source=test"));
        Assert.StartsWith(
            $"VideoStream:Cameras:{name} is no camera name; allowed: 1 to 32 letters, digits", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_default_camera()
    {
        Assert.Equal(
            ["VideoStream:DefaultCamera is 'c'; allowed: a, b"],
            Configured.Failures("DefaultCamera=c", "Cameras:a:Source=test", "Cameras:b:Source=test", "Source=test"));
    }

    [Theory]
    [InlineData("Cameras:main:Source=", "is empty")]
    [InlineData("Cameras:main:Source=  ", "is empty")]
    [InlineData("Source=", "is empty")]
    [InlineData("Source=file:///etc/passwd", "begins with 'file:', which is no address of a camera")]
    [InlineData("Source=concat:a|b", "begins with 'concat:', which is no address of a camera")]
    [InlineData("Source=FILE:/etc/passwd", "begins with 'file:', which is no address of a camera")]
    [InlineData("Source=async:http://camera/", "begins with 'async:', which is no address of a camera")]
    [InlineData("Source=rtsp://", "is a URL that can't be read")]
    [InlineData("Source=rtsp:camera", "is a URL that can't be read")]
    [InlineData("Source=http://camera:0/", "is a URL that can't be read")]
    [InlineData("Source=http://camera:65536/", "is a URL that can't be read")]
    [InlineData("Source=rtsp://user:secret@", "is a URL that can't be read")]
    [InlineData("Source=rtsp://user:secret@camera/a\nfile '/etc/passwd'", "is a URL with a control character in it")]
    public void An_invalid_source(string setting, string problem)
    {
        string failure = Assert.Single(Configured.Failures(setting));
        Assert.StartsWith("VideoStream:Cameras:main:Source " + problem, failure, StringComparison.Ordinal);
        Assert.Contains("; allowed: auto, test, ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }
}
