using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.V4l2;

/// <summary>Only what can be said of a device without one.</summary>
public sealed class V4l2CameraTests
{
    public V4l2CameraTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "asks Linux why a device can't be used");
    }

    [Theory]
    // In a container the reason goes on.
    [InlineData("/dev/video9999", "no such device: /dev/video9999")]
    [InlineData("/dev/null", "/dev/null is not a camera: it doesn't capture video")]
    public void Open_what_is_no_camera_says_why(string path, string reason)
    {
        using var device = new V4l2Camera(path, new CameraOptions(), TimeProvider.System);
        for (int i = 0; i < 2; i++)
            Assert.StartsWith(reason, device.Open(TestContext.Current.CancellationToken).Fault!.Text, StringComparison.Ordinal);
    }
}
