using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VideoStream.Encoding.H264;
using VideoStream.Frames.H264;

namespace VideoStream.Tests.Encoding.H264;

/// <summary>
/// The structs of OpenH264, as a C compiler lays out those of its header codec_app_def.h on 64-bit machines: of 2.3.1, and with what 2.6
/// has added.
/// </summary>
public sealed class OpenH264LayoutTests
{
    [Fact]
    public void Sizes_are_those_of_the_c_structs()
    {
        Assert.Equal(16, Unsafe.SizeOf<OpenH264Version>());
        Assert.Equal(8, Unsafe.SizeOf<OpenH264Bitrate>());
        Assert.Equal(152, Unsafe.SizeOf<OpenH264Slices>());
        Assert.Equal(200, Unsafe.SizeOf<OpenH264SpatialLayer>());
        Assert.Equal(40, Unsafe.SizeOf<OpenH264Layer>());
        // With three bytes of 2.6 at the end: 920 and 72 without.
        Assert.Equal(924, Unsafe.SizeOf<OpenH264Parameters>());
        Assert.Equal(80, Unsafe.SizeOf<OpenH264Picture>());
        Assert.Equal(5144, OpenH264Frame.LengthOf(40));
        Assert.Equal(7192, OpenH264Frame.LengthOf(56));
        Assert.Equal(9 * 8, Unsafe.SizeOf<OpenH264Functions>());
    }

    [Theory]
    [InlineData(nameof(OpenH264Parameters.MaxFrameRate), 20)]
    [InlineData(nameof(OpenH264Parameters.TemporalLayers), 24)]
    [InlineData(nameof(OpenH264Parameters.Layer), 32)]
    [InlineData(nameof(OpenH264Parameters.SecondLayer), 232)]
    [InlineData(nameof(OpenH264Parameters.Complexity), 832)]
    [InlineData(nameof(OpenH264Parameters.KeyFrameInterval), 836)]
    [InlineData(nameof(OpenH264Parameters.ParameterSetIds), 844)]
    [InlineData(nameof(OpenH264Parameters.IsSimulcast), 850)]
    [InlineData(nameof(OpenH264Parameters.Padding), 852)]
    [InlineData(nameof(OpenH264Parameters.EntropyCoding), 856)]
    [InlineData(nameof(OpenH264Parameters.MaySkip), 860)]
    [InlineData(nameof(OpenH264Parameters.MaxBitrate), 864)]
    [InlineData(nameof(OpenH264Parameters.MaxUnitBytes), 876)]
    [InlineData(nameof(OpenH264Parameters.HasLongTermReferences), 880)]
    [InlineData(nameof(OpenH264Parameters.Threads), 892)]
    [InlineData(nameof(OpenH264Parameters.LoopFilter), 896)]
    [InlineData(nameof(OpenH264Parameters.Denoises), 908)]
    [InlineData(nameof(OpenH264Parameters.DetectsScenes), 912)]
    [InlineData(nameof(OpenH264Parameters.LimitsOvershoot), 914)]
    [InlineData(nameof(OpenH264Parameters.KeyFrameShare), 916)]
    [InlineData(nameof(OpenH264Parameters.MeasuresLuma), 920)]
    public void A_setting_is_where_c_has_it(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<OpenH264Parameters>(field));

    [Theory]
    [InlineData(nameof(OpenH264SpatialLayer.FrameRate), 8)]
    [InlineData(nameof(OpenH264SpatialLayer.MaxBitrate), 16)]
    [InlineData(nameof(OpenH264SpatialLayer.Profile), 20)]
    [InlineData(nameof(OpenH264SpatialLayer.Slices), 32)]
    [InlineData(nameof(OpenH264SpatialLayer.HasVideoSignal), 184)]
    [InlineData(nameof(OpenH264SpatialLayer.IsFullRange), 186)]
    [InlineData(nameof(OpenH264SpatialLayer.Matrix), 190)]
    [InlineData(nameof(OpenH264SpatialLayer.AspectRatio), 192)]
    [InlineData(nameof(OpenH264SpatialLayer.AspectHeight), 198)]
    public void A_setting_of_a_layer_is_where_c_has_it(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<OpenH264SpatialLayer>(field));

    [Theory]
    [InlineData(nameof(OpenH264Picture.Strides), 4)]
    [InlineData(nameof(OpenH264Picture.Y), 24)]
    [InlineData(nameof(OpenH264Picture.Fourth), 48)]
    [InlineData(nameof(OpenH264Picture.Width), 56)]
    [InlineData(nameof(OpenH264Picture.Timestamp), 64)]
    [InlineData(nameof(OpenH264Picture.MeasuresLuma), 72)]
    public void A_field_of_a_picture_is_where_c_has_it(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<OpenH264Picture>(field));

    [Theory]
    [InlineData(nameof(OpenH264Layer.FrameType), 4)]
    [InlineData(nameof(OpenH264Layer.Type), 8)]
    [InlineData(nameof(OpenH264Layer.UnitCount), 16)]
    [InlineData(nameof(OpenH264Layer.UnitLengths), 24)]
    [InlineData(nameof(OpenH264Layer.Bytes), 32)]
    public void A_field_of_a_result_is_where_c_has_it(string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf<OpenH264Layer>(field));

    [Theory]
    [InlineData(2, 2, false, 40)]
    [InlineData(2, 3, true, 40)]
    [InlineData(2, 5, true, 40)]
    [InlineData(2, 6, true, 56)]
    [InlineData(2, 7, false, 56)]
    [InlineData(3, 4, false, 40)]
    [InlineData(1, 4, false, 40)]
    public void Only_versions_that_were_compared_are_used(int major, int minor, bool isKnown, int layerLength)
    {
        var version = new OpenH264Version { Major = (uint)major, Minor = (uint)minor, Revision = 1 };
        Assert.Equal(isKnown, version.IsKnown);
        Assert.Equal(layerLength, version.LayerLength);
        Assert.Equal($"{major}.{minor}.1", version.ToString());
    }
}
