using VideoStream.Cameras.Sources.V4l2;
using VideoStream.Frames;
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

    private delegate void Stretch(ReadOnlySpan<byte> from, Span<byte> to);

    private static byte[] Stretched(IEnumerable<byte> samples, Stretch stretch)
    {
        byte[] stretched = [.. samples];
        stretch(stretched, stretched);
        return stretched;
    }
}
