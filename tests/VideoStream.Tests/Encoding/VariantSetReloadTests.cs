using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Encoding.H264.Ffmpeg;
using VideoStream.Frames;
using VideoStream.Frames.H264;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

public sealed class VariantSetReloadTests
{
    [Fact]
    public async Task Changed_options_count_for_the_streams_that_are_watched()
    {
        await using var rig = new CameraRig();
        VariantStream stream = rig.Variants.Join(CameraRig.Plain with { Osd = true });
        Assert.Equal((true, true), (stream.HasDynamicOverlay, rig.Variants.HasRoomFor(stream.Variant)));

        var options = new VideoStreamOptions
        {
            WebSocket = { Quality = 50, MaxVariants = 1 },
            Osd = { Clock = { Enabled = false }, Rate = { Enabled = false } },
        };
        rig.Variants.Apply(options);
        Assert.Equal((false, false), (stream.HasDynamicOverlay, rig.Variants.HasRoomFor(stream.Variant)));
        Assert.Equal((50, 50), (rig.Variants.Limits.Quality, rig.Variants.Sizes.DefaultQuality));
    }

    [Fact]
    public async Task A_changed_encoder_counts_for_the_streams_that_are_watched_and_switched_off_it_makes_no_others()
    {
        Assert.SkipUnless(OpenH264.IsAvailable, "there is no OpenH264");
        Assert.SkipUnless(EncoderTrial.Problem(ChildCoder.X264) is null, "there is no ffmpeg with libx264");
        await using var rig = new CameraRig();
        using var pool = new FramePool();
        Variant variant = CameraRig.Plain with { Encoding = VariantEncoding.H264(500) };
        using IVariantEncoder watched = rig.Variants.Encoders(variant), other = rig.Variants.Encoders(variant);
        EncodedFrame? Encode(IVariantEncoder encoder)
        {
            Frame frame = TestFrames.Frame(pool, 1, new PictureSize(320, 240), 100);
            EncodedFrame? made = encoder.Encode(frame);
            frame.Release();
            made?.Release();
            return made;
        }

        Assert.NotNull(Encode(watched));
        rig.Variants.Apply(new VideoStreamOptions { H264 = { Encoder = H264EncoderKind.Off } });
        Assert.NotNull(Encode(watched));
        string reason = Assert.Throws<InvalidOperationException>(() => Encode(other)).Message;
        Assert.Equal("H.264 is switched off here (VideoStream:H264:Encoder)", reason);
        // Its units come later.
        rig.Variants.Apply(new VideoStreamOptions { H264 = { Encoder = H264EncoderKind.X264 } });
        Assert.Null(Encode(watched));
        rig.Variants.Apply(new VideoStreamOptions { H264 = { Encoder = H264EncoderKind.OpenH264 } });
        Assert.True(Encode(watched) is { Unit.IsKeyFrame: true });
    }

    [Fact]
    public async Task A_changed_title_is_drawn()
    {
        await using var rig = new CameraRig();
        using var pool = new FramePool();
        using IVariantEncoder encoder = rig.Variants.Encoders(CameraRig.Plain with { Osd = true });
        string[] jpegs = [.. new string?[] { null, "front", "門" }.Select(title =>
        {
            rig.Variants.Apply(Titled(title));
            Frame frame = TestFrames.Frame(pool, 1, new PictureSize(320, 240), 100);
            string jpeg = Encode(encoder, frame);
            frame.Release();
            return jpeg;
        })];
        Assert.Equal(jpegs[0], jpegs[1]);
        Assert.NotEqual(jpegs[0], jpegs[2]);
    }

    /// <summary>Another quality of the same frame would else show the old one, for as long as the picture does not change.</summary>
    [Fact]
    public async Task A_changed_title_is_drawn_on_a_frame_that_has_the_old_one_in_another_quality()
    {
        await using var rig = new CameraRig();
        using var pool = new FramePool();
        Variant high = CameraRig.Plain with { Osd = true }, low = high with { Encoding = VariantEncoding.Jpeg(40) };
        using IVariantEncoder first = rig.Variants.Encoders(high), second = rig.Variants.Encoders(low), third = rig.Variants.Encoders(low);
        rig.Variants.Apply(Titled("front"));
        Frame frame = TestFrames.Frame(pool, 1, new PictureSize(320, 240), 100), fresh = TestFrames.Frame(pool, 1, new(320, 240), 100);
        Encode(first, frame);
        rig.Variants.Apply(Titled("門"));

        Assert.Equal(Encode(third, fresh), Encode(second, frame));
        frame.Release();
        fresh.Release();
    }

    private static VideoStreamOptions Titled(string? title)
    {
        var options = new VideoStreamOptions { Osd = { Clock = { Enabled = false }, Rate = { Enabled = false } } };
        options.Cameras["front"] = new CameraOptions { Title = title };
        return options;
    }

    private static string Encode(IVariantEncoder encoder, Frame frame)
    {
        EncodedFrame encoded = encoder.Encode(frame)!;
        string jpeg = Convert.ToHexString(TestJpeg.WithoutComment(encoded));
        encoded.Release();
        return jpeg;
    }
}
