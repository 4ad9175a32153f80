using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;

namespace VideoStream.Tests.Cameras.Sources.V4l2;

/// <summary>What can be tested without a device.</summary>
public sealed class V4l2ReaderTests
{
    public V4l2ReaderTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "V4L2 exists on Linux only");
    }

    [Theory]
    // In a container the text continues.
    [InlineData("/dev/video9999", "no such device: /dev/video9999")]
    [InlineData("/dev/null", "/dev/null is not a camera: it doesn't capture video")]
    public void Open_returns_why_a_path_is_no_camera(string path, string reason)
    {
        using var device = new V4l2Reader(path, new CameraOptions(), TimeProvider.System);
        for (int i = 0; i < 2; i++)
            Assert.StartsWith(reason, device.Open(TestContext.Current.CancellationToken).Fault!.Text, StringComparison.Ordinal);
    }
}
