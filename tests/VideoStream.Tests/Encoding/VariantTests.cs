using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Encoding;

public sealed class VariantTests
{
    private static readonly PictureSize Source = new(1280, 720);

    [Fact]
    public void Normalize_without_a_box_changes_nothing()
    {
        var variant = Jpeg(80, osd: true);
        Assert.Equal(variant, variant.Normalize(Source, 60));
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    public void Normalize_a_box_that_the_frame_fits_into_is_the_same_as_none(int width, int height)
    {
        var variant = Jpeg(80, new PictureSize(width, height));
        Assert.Equal(Jpeg(80), variant.Normalize(Source, 60));
    }

    [Fact]
    public void Normalize_different_boxes_with_the_same_outcome_makes_them_equal()
    {
        var one = Jpeg(80, new PictureSize(640, 480));
        var other = Jpeg(80, new PictureSize(640, 360));
        var third = Jpeg(80, new PictureSize(1000, 360));

        Assert.Equal(one.Normalize(Source, 60), other.Normalize(Source, 60));
        Assert.Equal(one.Normalize(Source, 60), third.Normalize(Source, 60));
        Assert.Equal(new PictureSize(640, 360), one.Normalize(Source, 60).MaxSize);
    }

    [Fact]
    public void Normalize_the_default_quality_without_changes_is_the_cameras_own()
    {
        var source = Passthrough(60);
        Assert.Equal(source, Jpeg(60).Normalize(Source, 60));
        Assert.Equal(source, Jpeg(60, new PictureSize(1920, 1080)).Normalize(Source, 60));
        Assert.Equal(source, source.Normalize(Source, 60));
        Assert.Equal(source, source.Normalize(null, 60));
    }

    [Fact]
    public void Normalize_the_cameras_own_where_something_is_changed_is_the_default_quality()
    {
        var source = new Variant(true, null, VariantEncoding.Passthrough(60));
        Assert.Equal(Jpeg(60, osd: true), source.Normalize(Source, 60));
        var maxSize = new PictureSize(640, 360);
        Assert.Equal(Jpeg(60, maxSize), new Variant(false, maxSize, VariantEncoding.Passthrough(60)).Normalize(Source, 60));
    }

    [Fact]
    public void Normalize_keeps_what_viewers_differ_in()
    {
        var variant = Jpeg(80, new PictureSize(640, 480), osd: true);
        Assert.NotEqual(variant.Normalize(Source, 60), (variant with { Osd = false }).Normalize(Source, 60));
        Assert.NotEqual(variant.Normalize(Source, 60), (variant with { Encoding = VariantEncoding.Jpeg(79) }).Normalize(Source, 60));
    }

    [Fact]
    public void Nearest_is_the_best_that_is_no_larger_and_no_finer()
    {
        var half = new PictureSize(640, 360);
        Variant[] others = [Jpeg(60), Jpeg(40), Jpeg(80, half), Jpeg(70, osd: true)];
        Assert.Equal(Jpeg(60), Jpeg(70).Nearest(others));
        Assert.Equal(Jpeg(40), Jpeg(50).Nearest(others));
        Assert.Equal(Jpeg(80, half), Jpeg(90, new PictureSize(960, 540)).Nearest(others));
        Assert.Equal(Jpeg(70, osd: true), Jpeg(75, osd: true).Nearest(others));
    }

    [Fact]
    public void Nearest_where_none_is_lower_is_the_lowest_there_is()
    {
        Variant[] others = [Jpeg(60), Jpeg(40)];
        Assert.Equal(Jpeg(40), Jpeg(30).Nearest(others));
        Assert.Equal(Jpeg(40), Jpeg(90, osd: true).Nearest(others));
    }

    [Fact]
    public void Nearest_takes_the_cameras_own_for_the_default_quality()
    {
        Variant[] others = [Passthrough(80), Jpeg(40)];
        Assert.Equal(Passthrough(80), Jpeg(85).Nearest(others));
        Assert.Equal(Jpeg(40), Jpeg(70).Nearest(others));
    }

    private static Variant Jpeg(int quality, PictureSize? maxSize = null, bool osd = false) =>
        new(osd, maxSize, VariantEncoding.Jpeg(quality));

    private static Variant Passthrough(int quality) => new(Osd: false, MaxSize: null, VariantEncoding.Passthrough(quality));
}
