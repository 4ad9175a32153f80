using OpenCvSharp;
using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;

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

    /// <summary>See <see cref="CameraDialect"/> for the braces.</summary>
    [Theory]
    [InlineData("{jpeg}", true)]
    [InlineData("{jpeg}{zeros}", true)]
    [InlineData("{open}", true)]
    [InlineData("{open}{zeros}", true)]
    [InlineData("{zeros}", false)]
    [InlineData("{soi}{eoi}", false)]
    public void A_frame_of_the_driver_is_read_with_its_padding_and_without_its_end_marker(string bytes, bool isGood)
    {
        foreach (byte[] jpeg in (byte[][])[CameraJpeg.Noise(), CameraJpeg.Progressive()])
            Put(jpeg, bytes, isGood);
    }

    private static void Put(byte[] jpeg, string bytes, bool isGood)
    {
        using Mat raw = Mat.FromArray(CameraDialect.Write(bytes, jpeg)).Reshape(1, 1);
        using var pool = new FramePool();
        var content = new FrameContent(pool, default);
        using var device = new V4l2Reader("/dev/video9999", new CameraOptions(), TimeProvider.System);
        Assert.Equal(isGood, device.TryPutJpeg(content, raw));
        if (isGood)
        {
            using EncodedPayload.Reading reading = content.Payload!.Read();
            Assert.Equal(jpeg, reading.Bytes.ToArray());
        }

        content.Free();
    }
}
