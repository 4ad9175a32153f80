using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

/// <summary>JPEGs of all kinds that a camera can send: decoded with their colours, or refused with the reason.</summary>
public sealed class JpegKindTests : IDisposable
{
    /// <summary>OpenCV's IMWRITE_JPEG_SAMPLING_FACTOR, which its .NET binding does not name.</summary>
    private const int SamplingFactor = 7;

    private readonly FramePool _pool = new();

    /// <summary>The kinds that can be decoded, and whether viewers get them as they are.</summary>
    public static TheoryData<string, bool> Decoded => new()
    {
        { "chroma420", true },
        { "chroma422", true },
        { "chroma444", true },
        { "chroma444-double", true },
        { "chroma440", true },
        { "chroma411", true },
        { "chroma410", true },
        { "grey", true },
        { "bare", true },
        { "progressive", true },
        { "restarts", true },
        { "arithmetic", false },
        { "arithmetic-progressive", false },
        { "cmyk", false },
        { "cmyk-plain", false },
        { "ycck", false },
        { "rgb-adobe", false },
        { "rgb-names", false },
        { "luma-reduced", false },
        { "blue-reduced", false },
    };

    public void Dispose()
    {
        Assert.Equal(0, _pool.Rented);
        _pool.Dispose();
    }

    [Theory]
    [MemberData(nameof(Decoded))]
    public void A_jpeg_is_decoded_with_its_colours_in_any_size_and_passed_on_if_all_browsers_show_it_so(string kind, bool isPassed)
    {
        JpegPayload payload = CameraJpeg.Payload(PatchedJpeg.Of(kind));
        Assert.Equal(isPassed, payload.IsShownAlike);
        foreach (PictureSize wanted in (PictureSize[])[new(128, 96), new(64, 48), new(32, 24)])
        {
            PixelPlanes planes = payload.Decode(_pool, wanted);
            PatchedJpeg.AssertSeen(planes);
            _pool.Return(planes);
        }

        payload.Free();
    }

    [Theory]
    [MemberData(nameof(Decoded))]
    public void Only_what_all_browsers_show_so_is_passed_turned(string kind, bool isPassed)
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
        FrameContent content = CameraJpeg.Content(_pool, PatchedJpeg.Of(kind), new Orientation(180, false, false));
        PooledBuffer? turned = content.TryPassTurned(new FrameMetadata(7, TestFrames.CapturedAt, "front", Live: true));
        // The library has no number for a colour sample of four times two pixels.
        Assert.Equal(isPassed && kind != "chroma410", turned is not null);
        Assert.False(content.CanPassThrough);
        turned?.Release();
        content.Free();
    }

    [Theory]
    [InlineData("lossless", "lossless or hierarchical JPEGs, which browsers don't show")]
    [InlineData("twelve", "JPEGs of 12 bits a sample (browsers show 8)")]
    [InlineData("two", "JPEGs of 2 colour components, which browsers don't show")]
    public void A_jpeg_that_no_browser_shows_is_refused_with_the_reason(string kind, string reason)
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Damaged, scanner.Advance(PatchedJpeg.Of(kind)));
        Assert.Equal(reason, scanner.Excess);
    }

    [Fact]
    public void A_jpeg_with_a_colour_sample_for_a_fraction_of_a_pixel_is_refused_with_the_reason()
    {
        byte[] jpeg = PatchedJpeg.Of("chroma444");
        int header = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (jpeg[header + 11], jpeg[header + 14]) = (0x31, 0x21);
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Damaged, scanner.Advance(jpeg));
        Assert.Equal("JPEGs with a colour sample for a fraction of a pixel, which browsers don't show", scanner.Excess);
    }

    /// <summary>What the scanner does not let through is no danger to the native library either.</summary>
    [Fact]
    public void The_decoder_has_the_limits_too_and_takes_no_memory_for_a_jpeg_that_is_too_large()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
        byte[] large = CameraJpeg.OfSize(CameraJpeg.Noise(), 65500, 65500);
        var e = Assert.Throws<InvalidDataException>(() => JpegDecoder.TryDecode(large, new(16, 16), _pool));
        Assert.Equal("the camera's JPEG has 65500x65500 pixels (8192 a side at most)", e.Message);
        Assert.Equal(0, _pool.Allocated);

        byte[] scans = CameraJpeg.OfScans(501);
        e = Assert.Throws<InvalidDataException>(() => JpegDecoder.TryDecode(scans, new(64, 48), _pool));
        Assert.Contains("more than 500 scans", e.Message, StringComparison.Ordinal);
        Assert.Null(JpegTurner.TryTurn(scans, new Orientation(180, false, false)));
    }

    [Fact]
    public void It_is_known_without_the_library_which_jpegs_can_be_turned_without_loss()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
        foreach (int sampling in (int[])[0x221111, 0x211111, 0x111111, 0x121111, 0x411111])
        {
            foreach (var (width, height) in ((int, int)[])[(64, 48), (56, 48), (64, 40), (40, 40), (63, 48), (64, 47), (1, 1)])
                AssertTurns(CameraJpeg.Noise(width, height, parameters: [SamplingFactor, sampling]));
        }

        using var grey = new Mat(40, 56, MatType.CV_8UC1, Scalar.All(77));
        AssertTurns(grey.ToBytes(".jpg"));
    }

    private static void AssertTurns(byte[] jpeg)
    {
        var scanner = new JpegScanner();
        Assert.Equal(JpegScan.Complete, scanner.Advance(jpeg));
        foreach (int degrees in (int[])[0, 90, 180, 270])
        {
            foreach (bool isFlipped in (bool[])[false, true])
            {
                var by = new Orientation(degrees, isFlipped, FlipVertical: false);
                Assert.Equal(IsTurned(jpeg, by), JpegTurner.CanTurn(scanner.Size, scanner.Unit, by));
            }
        }
    }

    private static bool IsTurned(byte[] jpeg, Orientation by)
    {
        PooledBuffer? turned = JpegTurner.TryTurn(jpeg, by);
        turned?.Release();
        return turned is not null;
    }
}
