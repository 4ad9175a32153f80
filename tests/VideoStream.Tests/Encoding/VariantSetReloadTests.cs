using VideoStream.Configuration;
using VideoStream.Encoding;
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
}
