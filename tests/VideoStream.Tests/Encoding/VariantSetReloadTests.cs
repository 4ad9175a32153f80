using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

public sealed class VariantSetReloadTests
{
    [Fact]
    public async Task Changed_options_count_for_the_streams_that_are_watched()
    {
        await using var rig = new CameraRig();
        VariantStream stream = rig.Variants.Join(CameraRig.Plain with { Osd = true });
        Assert.Equal((true, true), (stream.HasDynamicOverlay, rig.Variants.HasRoom));

        var options = new VideoStreamOptions
        {
            WebSocket = { Quality = 50, MaxVariants = 1 },
            Osd = { Clock = { Enabled = false }, Rate = { Enabled = false } },
        };
        rig.Variants.Apply(options);
        Assert.Equal((false, false), (stream.HasDynamicOverlay, rig.Variants.HasRoom));
        Assert.Equal((50, 50), (rig.Variants.DefaultQuality, rig.Variants.Sizes.DefaultQuality));
    }

    [Fact]
    public async Task A_changed_title_is_drawn()
    {
        await using var rig = new CameraRig();
        using var pool = new FramePool();
        using IVariantEncoder encoder = rig.Variants.Encoders(CameraRig.Plain with { Osd = true });
        string[] jpegs = [.. new string?[] { null, "front", "門" }.Select(title =>
        {
            var options = new VideoStreamOptions { Osd = { Clock = { Enabled = false }, Rate = { Enabled = false } } };
            options.Cameras["front"] = new CameraOptions { Title = title };
            rig.Variants.Apply(options);
            Frame frame = TestFrames.Frame(pool, 1, new PictureSize(320, 240), 100);
            EncodedFrame encoded = encoder.Encode(frame)!;
            string jpeg = Convert.ToHexString(TestJpeg.WithoutComment(encoded));
            encoded.Release();
            frame.Release();
            return jpeg;
        })];
        Assert.Equal(jpegs[0], jpegs[1]);
        Assert.NotEqual(jpegs[0], jpegs[2]);
    }
}
