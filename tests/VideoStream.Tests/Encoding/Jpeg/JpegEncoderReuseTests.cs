using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Encoding.Overlay;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

/// <summary>What is not encoded: the camera's own JPEG, and what has been encoded before.</summary>
public sealed class JpegEncoderReuseTests : EncodedFrames
{
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
    public void A_frame_that_shows_what_the_one_before_did_is_not_encoded_again_but_says_when_it_was_taken()
    {
        using JpegEncoder encoder = Encoder(new Variant(false, new PictureSize(160, 160), VariantEncoding.Jpeg(80)));
        EncodedFrame first = encoder.Encode(Frame);
        Frame same = TestFrames.Frame(Pool, 8, Size, 0, content: 7);
        EncodedFrame second = encoder.Encode(same);
        Frame other = TestFrames.Frame(Pool, 9, Size, 0);
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
        var osd = new OsdOptions { Clock = { Enabled = true } };
        using JpegEncoder encoder = Encoder(new Variant(true, null, VariantEncoding.Jpeg(80)), osd);
        EncodedFrame first = encoder.Encode(Frame), second = encoder.Encode(Frame);
        Assert.NotNull(second.EncodeTime);
        first.Release();
        second.Release();
    }

    [Fact]
    public void An_overlay_that_changes_is_drawn_also_where_the_camera_shows_the_same()
    {
        var osd = new OsdRenderer(Still("one"), "front");
        using var encoder = new JpegEncoder(
            "front", new PictureComposer(osd, hasOsd: true), new Variant(true, null, VariantEncoding.Jpeg(80)), TimeProvider.System);
        EncodedFrame first = encoder.Encode(Frame);
        osd.Update(Still("two"), "front");
        Frame same = TestFrames.Frame(Pool, 8, Size, 128, content: 7);
        EncodedFrame second = encoder.Encode(same), third = encoder.Encode(same);
        Assert.NotEqual(TestJpeg.WithoutComment(first), TestJpeg.WithoutComment(second));
        Assert.Equal((true, false), (second.EncodeTime is not null, third.EncodeTime is not null));
        foreach (RefCounted counted in (RefCounted[])[first, second, third, same])
            counted.Release();
    }

    [Fact]
    public void A_size_is_made_once_for_all_qualities()
    {
        int before = Pool.Rented;
        var maxSize = new PictureSize(160, 160);
        int[] qualities = [40, 60, 80];
        EncodedFrame[] frames = [.. qualities.Select(quality => Encode(new Variant(false, maxSize, VariantEncoding.Jpeg(quality))))];
        Assert.Equal(before + 1, Pool.Rented);
        EncodedFrame drawn = Encode(new Variant(true, maxSize, VariantEncoding.Jpeg(80)));
        Assert.Equal(before + 2, Pool.Rented);
        foreach (EncodedFrame encoded in frames.Append(drawn))
            encoded.Release();
    }

    private Frame Own(byte[] jpeg) => new(CameraJpeg.Content(Pool, jpeg))
    {
        Number = 9,
        ContentId = 9,
        CapturedTimestamp = 9,
        CapturedAt = TestFrames.CapturedAt,
        Rate = 30,
    };

    private static OsdOptions Still(string text) =>
        new() { Clock = { Enabled = false }, Rate = { Enabled = false }, Text = { Enabled = true, Value = text } };
}
