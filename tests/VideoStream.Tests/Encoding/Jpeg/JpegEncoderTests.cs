using OpenCvSharp;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

/// <summary>The JPEG that is encoded of a frame.</summary>
public sealed class JpegEncoderTests : EncodedFrames
{
    [Fact]
    public void Encode_gives_a_jpeg_that_any_reader_opens_with_one_comment_that_says_which_frame_it_is()
    {
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Jpeg(80)));
        using Mat decoded = TestJpeg.Decode(encoded);

        Assert.Equal((Size.Width, Size.Height), (decoded.Width, decoded.Height));
        Assert.Equal(Size, encoded.Size);
        Assert.Equal(80, encoded.Quality);
        Assert.Equal(Frame.Stamp, encoded.Stamp);
        long microseconds = TestFrames.CapturedAt.ToUnixTimeMilliseconds() * 1000;
        Assert.Equal([$"seq=7&captured_us={microseconds}&camera=front"], TestJpeg.Comments(encoded));
        Assert.Equal([0xFF, 0xD9], encoded.Bytes.Span[^2..].ToArray());
    }

    [Fact]
    public void Encode_shows_the_frame()
    {
        YCbCrColour colour = YCbCrColour.FromRgb(50, 100, 200);
        Frame.Pixels().Fill(colour.Luma, colour.Blue, colour.Red);
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
    public void Encode_of_a_placeholder_draws_no_osd(int? side)
    {
        PictureSize? maxSize = side is { } length ? new PictureSize(length, length) : null;
        Frame placeholder = TestFrames.Frame(Pool, 8, Size, 40, live: false);

        using Mat plain = TestJpeg.Decode(Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(95)), placeholder));
        using Mat withOsd = TestJpeg.Decode(Encode(new Variant(true, maxSize, VariantEncoding.Jpeg(95)), placeholder));

        Assert.Equal(default, TestFrames.Difference(plain, withOsd));
        placeholder.Release();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(160)]
    public void Encode_with_the_osd_draws_on_a_copy_and_never_on_the_frame(int? side)
    {
        using var before = new PixelPlanes();
        before.CopyFrom(Frame.Pixels());
        PictureSize? maxSize = side is { } length ? new PictureSize(length, length) : null;

        using Mat plain = TestJpeg.Decode(Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(95))));
        using Mat drawn = TestJpeg.Decode(Encode(new Variant(true, maxSize, VariantEncoding.Jpeg(95))));

        Assert.NotEqual(default, TestFrames.Difference(plain, drawn));
        Assert.Equal(default, TestFrames.Difference(before, Frame.Pixels()));
    }

    [Theory]
    [InlineData(64, 48, true)]
    [InlineData(60, 44, false)]
    public void Encode_of_a_turned_cameras_jpeg_passes_it_on_without_loss_where_its_blocks_allow_it(int width, int height, bool isPassed)
    {
        Assert.SkipUnless(TurboJpeg.IsAvailable, "libturbojpeg is missing");
        FrameContent content = CameraJpeg.Content(Pool, CameraJpeg.Noise(width, height), new Orientation(90, false, false));
        var frame = new Frame(content)
        {
            Number = 8,
            ContentId = 8,
            CapturedTimestamp = 1,
            CapturedAt = TestFrames.CapturedAt,
            Rate = 0,
        };
        int rented = Pool.Rented;

        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Passthrough(80)), frame);

        Assert.Equal((isPassed, new PictureSize(height, width)), (encoded.Quality is null, encoded.Size));
        Assert.Equal(isPassed, Pool.Rented == rented);
        using Mat seen = TestJpeg.Decode(encoded);
        Assert.Equal((height, width), (seen.Width, seen.Height));
        Assert.StartsWith("seq=8&", Assert.Single(TestJpeg.Comments(encoded)), StringComparison.Ordinal);
        encoded.Release();
        frame.Release();
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
        encoder.Encode(Frame).Release();
        Frame small = TestFrames.Frame(Pool, 8, new PictureSize(64, 48), 10);

        EncodedFrame encoded = encoder.Encode(small);
        EncodedFrame fresh = Encode(new Variant(true, null, VariantEncoding.Jpeg(95)), small);

        Assert.Equal(new PictureSize(64, 48), encoded.Size);
        Assert.Equal(fresh.Bytes.ToArray(), encoded.Bytes.ToArray());
        small.Release();
    }

    [Fact]
    public void Encode_what_the_library_refuses_throws()
    {
        var content = new FrameContent(Pool, default);
        content.Writable.Paint(new PictureSize(70_000, 16), 0);
        var frame = new Frame(content) { Number = 1, ContentId = 1, CapturedTimestamp = 1, CapturedAt = default, Rate = 0 };

        Assert.Throws<InvalidOperationException>(() => Encode(new Variant(false, null, VariantEncoding.Jpeg(80)), frame));
        frame.Release();
    }

    [Fact]
    public void Bytes_after_the_last_release_are_refused()
    {
        EncodedFrame encoded = Encode(new Variant(false, null, VariantEncoding.Jpeg(80)));
        encoded.Release();

        Assert.Throws<ObjectDisposedException>(() => encoded.Bytes);
        Assert.Equal(7, encoded.Stamp.Number);
    }
}
