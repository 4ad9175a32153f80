using OpenCvSharp;
using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras.Sources.V4l2;

public sealed class YuyvFrameTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(14, 3)]
    [InlineData(16, 2)]
    [InlineData(34, 5)]
    [InlineData(1280, 2)]
    public void Each_sample_is_at_its_place_and_stretched(int width, int height)
    {
        byte[] bytes = new byte[2 * width * height];
        new Random(1).NextBytes(bytes);
        using var planes = new PixelPlanes();
        YuyvFrame.ToPlanes(bytes, new PictureSize(width, height), planes);

        Assert.Equal((new PictureSize(width, height), ChromaSubsampling.Yuv422), (planes.Size, planes.Subsampling));
        Assert.Equal(Stretched(bytes.Where((_, i) => i % 2 == 0), VideoColours.StretchLuma), planes.Y.All().ToArray());
        Assert.Equal(Stretched(bytes.Where((_, i) => i % 4 == 1), VideoColours.StretchChroma), planes.Cb.All().ToArray());
        Assert.Equal(Stretched(bytes.Where((_, i) => i % 4 == 3), VideoColours.StretchChroma), planes.Cr.All().ToArray());
    }

    /// <summary>Pure and mixed colours of a camera (BT.601, the range of video) as a viewer's decoder shows them.</summary>
    [Theory]
    [InlineData(255, 0, 0)]
    [InlineData(0, 255, 0)]
    [InlineData(0, 0, 255)]
    [InlineData(0, 255, 255)]
    [InlineData(255, 0, 255)]
    [InlineData(255, 255, 0)]
    [InlineData(255, 255, 255)]
    [InlineData(0, 0, 0)]
    [InlineData(128, 128, 128)]
    [InlineData(200, 100, 50)]
    [InlineData(48, 160, 192)]
    public void A_colour_is_seen_as_it_is_in_the_encoded_frame(int red, int green, int blue)
    {
        double luma = (0.299 * red) + (0.587 * green) + (0.114 * blue);
        byte y = Sample(16 + (luma * 219 / 255));
        byte cb = Sample(128 + ((blue - luma) / 1.772 * 224 / 255)), cr = Sample(128 + ((red - luma) / 1.402 * 224 / 255));
        byte[] bytes = [.. Enumerable.Repeat<byte[]>([y, cb, y, cr], 34 * 18 / 2).SelectMany(two => two)];
        using var planes = new PixelPlanes();
        YuyvFrame.ToPlanes(bytes, new PictureSize(34, 18), planes);
        using IJpegCompressor compressor = TurboJpeg.IsAvailable ? new JpegCompressor() : new OpenCvCompressor();
        compressor.Compress(planes, 80);
        using Mat seen = Cv2.ImDecode(compressor.Jpeg, ImreadModes.Color);
        Assert.Equal((34, 18), (seen.Width, seen.Height));
        foreach (var (row, column) in ((int, int)[])[(0, 0), (9, 17), (17, 33)])
            PatchedJpeg.AssertColour((red, green, blue), seen.At<Vec3b>(row, column));
    }

    private static byte Sample(double value) => (byte)Math.Round(value);

    private delegate void Stretch(ReadOnlySpan<byte> from, Span<byte> to);

    private static byte[] Stretched(IEnumerable<byte> samples, Stretch stretch)
    {
        byte[] stretched = [.. samples];
        stretch(stretched, stretched);
        return stretched;
    }
}
