using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

public sealed class VariantNameTests
{
    public static TheoryData<string> Names =>
        ["jpeg.80.plain.full", "jpeg.1.osd.640x360", "source.80.plain.full", "h264.2500.osd.1280x720"];

    [Theory]
    [MemberData(nameof(Names))]
    public void TryParse_NameOfAVariant_IsThatVariant(string name)
    {
        Assert.True(VariantName.TryParse(name, out Variant? variant));
        Assert.Equal(name, VariantName.Of(variant.Value));
    }

    [Fact]
    public void Of_Variant_SaysWhatItIs()
    {
        var variant = new Variant(Osd: true, new PictureSize(640, 360), VariantEncoding.H264(300));

        Assert.Equal("h264.300.osd.640x360", VariantName.Of(variant));
    }

    [Fact]
    public void Of_CamerasOwnVideo_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => VariantName.Of(new Variant(Osd: false, MaxSize: null, VariantEncoding.PassedH264)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("jpeg.80.plain")]
    [InlineData("jpeg.80.plain.full.more")]
    [InlineData("jpeg.0.plain.full")]
    [InlineData("jpeg.080.plain.full")]
    [InlineData("h264.0750.plain.640x360")]
    [InlineData("h264.750.plain.0640x360")]
    [InlineData("jpeg.101.plain.full")]
    [InlineData("jpeg.-1.plain.full")]
    [InlineData("jpeg.+8.plain.full")]
    [InlineData("png.80.plain.full")]
    [InlineData("jpeg.80.both.full")]
    [InlineData("jpeg.80.plain.640")]
    [InlineData("jpeg.80.plain.640x")]
    [InlineData("jpeg.80.plain.0x360")]
    [InlineData("jpeg.80.plain.640x360x2")]
    [InlineData("jpeg.80.plain.99999x99999")]
    [InlineData("h264.99999999999.plain.full")]
    public void TryParse_AnythingElse_IsRefused(string name)
    {
        Assert.False(VariantName.TryParse(name, out _));
    }
}
