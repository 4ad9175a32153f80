using OpenCvSharp;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Frames.Jpeg;

/// <summary>Encoding from planes and decoding to planes, by libturbojpeg and by OpenCV, which takes its place.</summary>
public sealed class JpegCodecTests : IDisposable
{
    /// <summary>OpenCV's IMWRITE_JPEG_SAMPLING_FACTOR, which its .NET binding does not name.</summary>
    private const ImwriteFlags SamplingFactor = (ImwriteFlags)7;

    private readonly FramePool _pool = new();

    public JpegCodecTests()
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
    }

    /// <summary>Sampling as OpenCV's option has it, and the sampling of the decoded planes.</summary>
    public static TheoryData<int, string> Samplings => new()
    {
        { 0x221111, nameof(ChromaSubsampling.Yuv420) },
        { 0x211111, nameof(ChromaSubsampling.Yuv422) },
        { 0x111111, nameof(ChromaSubsampling.Yuv444) },
        // By OpenCV.
        { 0x411111, nameof(ChromaSubsampling.Yuv420) },
        { 0x121111, nameof(ChromaSubsampling.Yuv420) },
    };

    public void Dispose()
    {
        Assert.Equal(0, _pool.Rented);
        _pool.Dispose();
    }

    [Theory]
    [MemberData(nameof(Samplings))]
    public void A_jpeg_of_any_sampling_has_its_colours(int sampling, string expected)
    {
        foreach (PictureSize size in (PictureSize[])[new(64, 48), new(17, 13), new(1, 1), new(1279, 719)])
        {
            byte[] jpeg = Patch(size, new Scalar(50, 100, 200), (SamplingFactor, sampling));
            PixelPlanes planes = CameraJpeg.Payload(jpeg).Decode(_pool, size);
            Assert.Equal((size, expected), (planes.Size, $"{planes.Subsampling}"));
            AssertColour(YCbCrColour.FromRgb(200, 100, 50), planes);
            _pool.Return(planes);
        }
    }

    [Fact]
    public void A_grey_jpeg_is_grey_and_a_progressive_one_is_like_any_other()
    {
        using var grey = new Mat(48, 64, MatType.CV_8UC1, Scalar.All(77));
        PixelPlanes planes = CameraJpeg.Payload(grey.ToBytes(".jpg")).Decode(_pool, new(64, 48));
        Assert.True(planes.IsGrey);
        Assert.False(planes.Y.All().ContainsAnyExcept<byte>(77));
        _pool.Return(planes);

        byte[] jpeg = Patch(new(64, 48), new Scalar(50, 100, 200), (ImwriteFlags.JpegProgressive, 1));
        planes = CameraJpeg.Payload(jpeg).Decode(_pool, new(64, 48));
        AssertColour(YCbCrColour.FromRgb(200, 100, 50), planes);
        _pool.Return(planes);
    }

    [Theory]
    [InlineData(1280, 720, 1280, 720, 1280, 720)]
    [InlineData(1280, 720, 641, 10, 1280, 720)]
    [InlineData(1280, 720, 640, 360, 640, 360)]
    [InlineData(1280, 720, 320, 181, 640, 360)]
    [InlineData(1280, 720, 160, 90, 160, 90)]
    [InlineData(1280, 720, 1, 1, 160, 90)]
    [InlineData(1279, 719, 640, 360, 640, 360)]
    [InlineData(100, 100, 200, 200, 100, 100)]
    public void A_jpeg_is_decoded_in_the_smallest_size_that_is_enough(
        int width, int height, int wantedWidth, int wantedHeight, int decodedWidth, int decodedHeight)
    {
        byte[] jpeg = Patch(new(width, height), new Scalar(50, 100, 200));
        PixelPlanes planes = CameraJpeg.Payload(jpeg).Decode(_pool, new(wantedWidth, wantedHeight));
        Assert.Equal(new PictureSize(decodedWidth, decodedHeight), planes.Size);
        AssertColour(YCbCrColour.FromRgb(200, 100, 50), planes);
        _pool.Return(planes);
    }

    [Fact]
    public void A_damaged_jpeg_is_an_error_or_a_picture_and_takes_no_memory()
    {
        byte[] good = CameraJpeg.Noise();
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            byte[] bad = [.. good];
            for (int change = random.Next(1, 8); change > 0; change--)
                bad[random.Next(2, bad.Length)] = (byte)random.Next(256);
            try
            {
                if (JpegDecoder.TryDecode(bad, new(16, 16), _pool) is { } planes)
                    _pool.Return(planes);
            }
            catch (InvalidDataException e)
            {
                Assert.Matches("^the camera's JPEG (can't be decoded|has [0-9x]+ pixels)", e.Message);
            }
        }
    }

    [Fact]
    public void A_jpeg_that_ends_too_early_or_has_bytes_too_many_is_a_picture()
    {
        byte[] good = CameraJpeg.Noise(64, 48);
        foreach (byte[] odd in (byte[][])[[.. good[..^200], 0xFF, 0xD9], [.. good[..^2], 1, 2, 3, 0xFF, 0xD9]])
            _pool.Return(JpegDecoder.TryDecode(odd, new(64, 48), _pool)!);
        // Of no use: the frame's header comes twice, after an odd byte that is a warning.
        int header = good.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        byte[] bad = [.. good[..header], 7, .. good[header..(header + 19)], .. good[header..]];
        Assert.Throws<InvalidDataException>(() => JpegDecoder.TryDecode(bad, new(64, 48), _pool));
    }

    public static TheoryData<string> Subsamplings => [.. Enum.GetNames<ChromaSubsampling>()];

    [Theory]
    [MemberData(nameof(Subsamplings))]
    public void Both_encode_planes_of_any_sampling_and_size_so_that_any_reader_sees_the_colours(string subsampling)
    {
        using JpegCompressor turbo = new();
        using OpenCvCompressor openCv = new();
        foreach (PictureSize size in (PictureSize[])[new(64, 48), new(17, 13), new(1, 1), new(1279, 719)])
        {
            using var picture = new PixelPlanes();
            picture.Create(size, Enum.Parse<ChromaSubsampling>(subsampling));
            YCbCrColour colour = picture.IsGrey ? new(130, 128, 128) : YCbCrColour.FromRgb(200, 100, 50);
            picture.Fill(colour.Luma, colour.Blue, colour.Red);
            foreach (IJpegCompressor compressor in (IJpegCompressor[])[turbo, openCv])
            {
                compressor.Compress(picture, 90);
                using Mat seen = Cv2.ImDecode(compressor.Jpeg, ImreadModes.Color);
                Assert.Equal(size, new PictureSize(seen.Width, seen.Height));
                Scalar mean = Cv2.Mean(seen);
                Scalar expected = picture.IsGrey ? Scalar.All(130) : new Scalar(50, 100, 200);
                Assert.Equal(expected.Val0, mean.Val0, 4.0);
                Assert.Equal(expected.Val1, mean.Val1, 4.0);
                Assert.Equal(expected.Val2, mean.Val2, 4.0);
            }
        }
    }

    [Fact]
    public void A_picture_that_is_refused_leaves_the_encoder_usable()
    {
        using var compressor = new JpegCompressor();
        using var picture = new PixelPlanes();
        picture.Paint(new PictureSize(70_000, 2), 1);
        Assert.Throws<InvalidOperationException>(() => compressor.Compress(picture, 80));
        Assert.Equal(0, compressor.Jpeg.Length);
        picture.Paint(new PictureSize(16, 16), 1);
        compressor.Compress(picture, 80);
        Assert.Equal([0xFF, 0xD8], compressor.Jpeg[..2].ToArray());
    }

    private static byte[] Patch(PictureSize size, Scalar colour, params (ImwriteFlags Flag, int Value)[] flags)
    {
        using var pixels = new Mat(size.Height, size.Width, MatType.CV_8UC3, colour);
        return pixels.ToBytes(".jpg", [.. flags.Select(flag => new ImageEncodingParam(flag.Flag, flag.Value))]);
    }

    private static void AssertColour(YCbCrColour colour, PixelPlanes planes)
    {
        foreach (var (expected, plane) in ((byte, Plane)[])[(colour.Luma, planes.Y), (colour.Blue, planes.Cb), (colour.Red, planes.Cr)])
        {
            foreach (byte value in plane.All())
                Assert.InRange(value, expected - 3, expected + 3);
        }
    }
}
