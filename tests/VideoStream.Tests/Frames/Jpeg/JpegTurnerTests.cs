using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

public sealed class JpegTurnerTests
{
    public JpegTurnerTests()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void A_turned_jpeg_shows_what_is_seen_when_its_pixels_are_turned(int degrees)
    {
        byte[] jpeg = CameraJpeg.WithExif(CameraJpeg.Noise(64, 48), 6);
        foreach (var (horizontal, vertical) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            var by = new Orientation(degrees, horizontal, vertical);
            PooledBuffer turned = JpegTurner.TryTurn(jpeg, by)!;
            using PixelPlanes expected = Turned(jpeg, by);
            // With its Exif data it would be turned again.
            using Mat seen = Cv2.ImDecode(turned.Bytes.Span, ImreadModes.Grayscale), wanted = expected.Y.AsMat();
            Assert.Equal((wanted.Width, wanted.Height), (seen.Width, seen.Height));
            using var difference = new Mat();
            Cv2.Absdiff(seen, wanted, difference);
            Cv2.MinMaxLoc(difference, out _, out double largest);
            // The inverse transform of a turned block rounds otherwise.
            Assert.InRange(largest, 0, 2);
            turned.Release();
        }
    }

    [Theory]
    [InlineData(60, 48, 180)]
    [InlineData(64, 50, 90)]
    public void A_jpeg_with_blocks_that_are_not_whole_is_not_turned(int width, int height, int degrees) =>
        Assert.Null(JpegTurner.TryTurn(CameraJpeg.Noise(width, height), new Orientation(degrees, false, false)));

    /// <summary>Many cameras send some bytes too many.</summary>
    [Fact]
    public void A_jpeg_of_which_the_library_only_warns_is_turned()
    {
        byte[] jpeg = CameraJpeg.Noise(64, 48);
        PooledBuffer turned = JpegTurner.TryTurn([.. jpeg[..^2], 0, 0, 0, .. jpeg[^2..]], new Orientation(90, false, false))!;
        using Mat seen = Cv2.ImDecode(turned.Bytes.Span, ImreadModes.Grayscale);
        Assert.Equal((48, 64), (seen.Width, seen.Height));
        turned.Release();
    }

    /// <summary>The coefficients of a picture of 8192x8192 with all its colours have 800 MB.</summary>
    [Theory]
    [InlineData(8192, 8192, 8, false)]
    [InlineData(8192, 8192, 16, false)]
    [InlineData(4096, 3072, 8, false)]
    [InlineData(4000, 3000, 8, true)]
    [InlineData(5472, 3648, 16, true)]
    public void What_would_take_much_memory_to_turn_is_not_turned(int width, int height, int unit, bool canTurn) =>
        Assert.Equal(canTurn, JpegTurner.CanTurn(new(width, height), new(unit, unit), new Orientation(180, false, false)));

    [Fact]
    public void A_damaged_jpeg_is_not_turned_or_is_a_jpeg()
    {
        byte[] good = CameraJpeg.Noise();
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bad = [.. good];
            for (int change = random.Next(1, 8); change > 0; change--)
                bad[random.Next(2, bad.Length)] = (byte)random.Next(256);
            if (JpegTurner.TryTurn(bad, new Orientation(90, false, false)) is not { } turned)
                continue;
            Assert.Equal([0xFF, 0xD8], turned.Bytes.Span[..2].ToArray());
            turned.Release();
        }
    }

    /// <summary>Decodes a JPEG and turns the pixels.</summary>
    private static PixelPlanes Turned(byte[] jpeg, Orientation by)
    {
        using Mat whole = Cv2.ImDecode(jpeg, ImreadModes.Grayscale | ImreadModes.IgnoreOrientation);
        using var pixels = new PixelPlanes();
        pixels.Create(new PictureSize(whole.Width, whole.Height), ChromaSubsampling.Grey);
        using (Mat luma = pixels.Y.AsMat())
            whole.CopyTo(luma);
        var turned = new PixelPlanes();
        by.Turn(pixels, turned);
        return turned;
    }
}
