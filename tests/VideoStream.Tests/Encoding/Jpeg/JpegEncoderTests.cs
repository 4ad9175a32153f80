using OpenCvSharp;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

public sealed class JpegEncoderTests : IDisposable
{
    private static readonly PictureSize Size = new(320, 180);

    private readonly FramePool _pool = new();
    private readonly Frame _frame;

    public JpegEncoderTests()
    {
        _frame = TestFrames.Frame(_pool, 7, Size, 128);
        // Detail, so that quality makes a difference.
        Cv2.Randu(_frame.Pixels, Scalar.All(0), Scalar.All(255));
    }

    public void Dispose()
    {
        _frame.Release();
        _pool.Dispose();
    }

    [Fact]
    public void Encode_gives_a_jpeg_that_any_reader_opens_with_one_comment_that_says_which_frame_it_is()
    {
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Jpeg(80)));
        using Mat decoded = TestJpeg.Decode(encoded);

        Assert.Equal((Size.Width, Size.Height), (decoded.Width, decoded.Height));
        Assert.Equal(Size, encoded.Size);
        Assert.Equal(80, encoded.Quality);
        Assert.Equal(_frame.Stamp, encoded.Stamp);
        long microseconds = TestFrames.CapturedAt.ToUnixTimeMilliseconds() * 1000;
        Assert.Equal([$"seq=7&captured_us={microseconds}&camera=front"], TestJpeg.Comments(encoded));
        Assert.Equal([0xFF, 0xD9], encoded.Bytes.Span[^2..].ToArray());
    }

    [Fact]
    public void Encode_shows_the_frame()
    {
        _frame.Pixels.SetTo(new Scalar(200, 100, 50));
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Jpeg(95)));
        using Mat decoded = TestJpeg.Decode(encoded);

        Scalar mean = Cv2.Mean(decoded);
        Assert.Equal(200, mean.Val0, 3.0);
        Assert.Equal(100, mean.Val1, 3.0);
        Assert.Equal(50, mean.Val2, 3.0);
    }

    [Theory]
    [InlineData(160, 160, 160, 90)]
    [InlineData(111, 111, 111, 62)]
    [InlineData(300, 300, 300, 169)]
    [InlineData(640, 480, 320, 180)]
    public void Encode_into_a_box_has_the_size_that_fits_it(int boxWidth, int boxHeight, int width, int height)
    {
        var maxSize = new PictureSize(boxWidth, boxHeight);
        EncodedFrame encoded = Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(80)));
        EncodedFrame normalized = Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(80)).Normalize(Size, 60));
        using Mat decoded = TestJpeg.Decode(encoded);

        Assert.Equal(new PictureSize(width, height), encoded.Size);
        Assert.Equal(encoded.Size, normalized.Size);
        Assert.Equal((width, height), (decoded.Width, decoded.Height));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(160)]
    public void Encode_with_the_osd_draws_on_a_copy_and_never_on_the_frame(int? side)
    {
        using Mat before = _frame.Pixels.Clone();
        PictureSize? maxSize = side is { } length ? new PictureSize(length, length) : null;

        using Mat plain = TestJpeg.Decode(Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(95))));
        using Mat drawn = TestJpeg.Decode(Encode(new Variant(true, maxSize, VariantEncoding.Jpeg(95))));

        Assert.NotEqual(default, TestFrames.Difference(plain, drawn));
        Assert.Equal(default, TestFrames.Difference(before, _frame.Pixels));
    }

    [Fact]
    public void Encode_with_a_higher_quality_takes_more_bytes()
    {
        int low = Encode(new Variant(false, null, VariantEncoding.Jpeg(10))).Bytes.Length;
        int middle = Encode(new Variant(false, null, VariantEncoding.Jpeg(50))).Bytes.Length;
        int high = Encode(new Variant(false, null, VariantEncoding.Jpeg(95))).Bytes.Length;

        Assert.True(low < middle && middle < high, $"{low}, {middle}, {high}");
    }

    [Fact]
    public void Encode_again_with_the_same_encoder_shows_nothing_of_the_frame_before()
    {
        using var encoder = Encoder(new Variant(true, null, VariantEncoding.Jpeg(95)));
        encoder.Encode(_frame).Release();
        Frame small = TestFrames.Frame(_pool, 8, new PictureSize(64, 48), 10);

        EncodedFrame encoded = encoder.Encode(small);
        EncodedFrame fresh = Encode(new Variant(true, null, VariantEncoding.Jpeg(95)), small);

        Assert.Equal(new PictureSize(64, 48), encoded.Size);
        Assert.Equal(fresh.Bytes.ToArray(), encoded.Bytes.ToArray());
        small.Release();
    }

    [Fact]
    public void Encode_passes_the_cameras_own_jpeg_as_it_is_but_for_its_comment()
    {
        byte[] jpeg = CameraJpeg.Noise();
        Frame frame = Own(jpeg);
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Passthrough(60)), frame);

        Assert.Equal(jpeg, TestJpeg.WithoutComment(encoded));
        Assert.StartsWith($"seq={frame.Number}&", Assert.Single(TestJpeg.Comments(encoded)), StringComparison.Ordinal);
        Assert.Null(encoded.Quality);
        Assert.Null(encoded.EncodeTime);
        // The viewers' reference outlives the camera's.
        frame.Release();
        Assert.Equal(jpeg, TestJpeg.WithoutComment(encoded));
        encoded.Release();
        Assert.Throws<ObjectDisposedException>(() => encoded.Bytes);
    }

    [Fact]
    public void Encode_the_cameras_own_jpeg_in_another_variant_encodes_its_pixels()
    {
        Frame frame = Own(CameraJpeg.Noise());
        Variant[] others =
        [
            new(false, null, VariantEncoding.Jpeg(50)),
            new(true, null, VariantEncoding.Passthrough(60)),
            new(false, new PictureSize(32, 24), VariantEncoding.Passthrough(60)),
        ];
        foreach (Variant other in others)
        {
            EncodedFrame encoded = Encode(other.Normalize(frame.Size, 60), frame);
            Assert.Equal(other.Encoding.Quality, encoded.Quality);
            Assert.NotNull(encoded.EncodeTime);
            encoded.Release();
        }

        frame.Release();
    }

    [Fact]
    public void Encode_pixels_for_passthrough_has_the_default_quality()
    {
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Passthrough(60)));
        Assert.Equal(60, encoded.Quality);
        encoded.Release();
    }

    [Fact]
    public void Encode_what_opencv_refuses_throws()
    {
        var content = new FrameContent(_pool, default);
        content.Writable.Create(16, 16, MatType.CV_8UC2);
        var frame = new Frame(content) { Number = 1, ContentId = 1, CapturedTimestamp = 1, CapturedAt = default, Rate = 0 };

        Assert.ThrowsAny<Exception>(() => Encode(new Variant(false, null, VariantEncoding.Jpeg(80)), frame));
        frame.Release();
    }

    [Fact]
    public void A_frame_that_shows_what_the_one_before_did_is_not_encoded_again_but_says_when_it_was_taken()
    {
        using JpegEncoder encoder = Encoder(new Variant(false, new PictureSize(160, 160), VariantEncoding.Jpeg(80)));
        EncodedFrame first = encoder.Encode(_frame);
        Frame same = TestFrames.Frame(_pool, 8, Size, 0, content: 7);
        EncodedFrame second = encoder.Encode(same);
        Frame other = TestFrames.Frame(_pool, 9, Size, 0);
        EncodedFrame third = encoder.Encode(other);

        Assert.Equal(TestJpeg.WithoutComment(first), TestJpeg.WithoutComment(second));
        Assert.Equal((8L, 80, first.Size), (second.Stamp.Number, second.Quality, second.Size));
        Assert.Contains("seq=8&", Assert.Single(TestJpeg.Comments(second)), StringComparison.Ordinal);
        Assert.NotEqual(TestJpeg.WithoutComment(second), TestJpeg.WithoutComment(third));
        Assert.Equal((true, false, true), (first.EncodeTime is not null, second.EncodeTime is not null, third.EncodeTime is not null));
        foreach (RefCounted counted in (RefCounted[])[first, second, third, same, other])
            counted.Release();
    }

    [Fact]
    public void A_frame_with_the_time_on_it_is_encoded_whatever_it_shows()
    {
        var osd = new OsdRenderer(new OsdOptions { Clock = { Enabled = true } }, "front");
        using var encoder = new JpegEncoder("front", osd, new Variant(true, null, VariantEncoding.Jpeg(80)), TimeProvider.System);
        EncodedFrame first = encoder.Encode(_frame), second = encoder.Encode(_frame);
        Assert.NotNull(second.EncodeTime);
        first.Release();
        second.Release();
    }

    [Fact]
    public void A_size_is_made_once_for_all_qualities()
    {
        int before = _pool.Rented;
        var maxSize = new PictureSize(160, 160);
        int[] qualities = [40, 60, 80];
        EncodedFrame[] frames = [.. qualities.Select(quality => Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(quality))))];
        Assert.Equal(before + 1, _pool.Rented);
        EncodedFrame drawn = Encode(new Variant(true, maxSize, VariantEncoding.Jpeg(80)));
        Assert.Equal(before + 2, _pool.Rented);
        foreach (EncodedFrame encoded in frames.Append(drawn))
            encoded.Release();
    }

    [Fact]
    public void Bytes_after_the_last_release_are_refused()
    {
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Jpeg(80)));
        encoded.Release();

        Assert.Throws<ObjectDisposedException>(() => encoded.Bytes);
        Assert.Equal(7, encoded.Stamp.Number);
    }

    private Frame Own(byte[] jpeg) => new(CameraJpeg.Content(_pool, jpeg))
    {
        Number = 9,
        ContentId = 9,
        CapturedTimestamp = 9,
        CapturedAt = TestFrames.CapturedAt,
        Rate = 30,
    };

    private static JpegEncoder Encoder(Variant variant) =>
        new("front", new OsdRenderer(new OsdOptions(), "front"), variant, TimeProvider.System);

    private EncodedFrame Encode(Variant variant, Frame? frame = null)
    {
        using JpegEncoder encoder = Encoder(variant);
        return encoder.Encode(frame ?? _frame);
    }
}
