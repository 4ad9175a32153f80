using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Encoding;

public sealed class VariantTests
{
    private static readonly PictureSize Source = new(1280, 720);

    [Fact]
    public void Normalize_without_a_box_changes_nothing()
    {
        var variant = new Variant(true, null, VariantEncoding.Jpeg(80));
        Assert.Equal(variant, variant.Normalize(Source, 60));
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(1920, 1080)]
    public void Normalize_a_box_that_the_frame_fits_into_is_the_same_as_none(int width, int height)
    {
        var variant = new Variant(false, new PictureSize(width, height), VariantEncoding.Jpeg(80));
        Assert.Equal(new Variant(false, null, VariantEncoding.Jpeg(80)), variant.Normalize(Source, 60));
    }

    [Fact]
    public void Normalize_different_boxes_with_the_same_outcome_makes_them_equal()
    {
        var one = new Variant(false, new PictureSize(640, 480), VariantEncoding.Jpeg(80));
        var other = new Variant(false, new PictureSize(640, 360), VariantEncoding.Jpeg(80));
        var third = new Variant(false, new PictureSize(1000, 360), VariantEncoding.Jpeg(80));

        Assert.Equal(one.Normalize(Source, 60), other.Normalize(Source, 60));
        Assert.Equal(one.Normalize(Source, 60), third.Normalize(Source, 60));
        Assert.Equal(new PictureSize(640, 360), one.Normalize(Source, 60).MaxSize);
    }

    [Fact]
    public void Normalize_the_default_quality_without_changes_is_the_cameras_own()
    {
        var source = new Variant(false, null, VariantEncoding.Passthrough(60));
        Assert.Equal(source, new Variant(false, null, VariantEncoding.Jpeg(60)).Normalize(Source, 60));
        Assert.Equal(source, new Variant(false, new PictureSize(1920, 1080), VariantEncoding.Jpeg(60)).Normalize(Source, 60));
        Assert.Equal(source, source.Normalize(Source, 60));
        Assert.Equal(source, source.Normalize(null, 60));
    }

    [Fact]
    public void Normalize_the_cameras_own_where_something_is_changed_is_the_default_quality()
    {
        var source = new Variant(true, null, VariantEncoding.Passthrough(60));
        Assert.Equal(new Variant(true, null, VariantEncoding.Jpeg(60)), source.Normalize(Source, 60));
        var maxSize = new PictureSize(640, 360);
        Assert.Equal(new Variant(false, maxSize, VariantEncoding.Jpeg(60)), new Variant(false, maxSize, VariantEncoding.Passthrough(60)).Normalize(Source, 60));
    }

    [Fact]
    public void Normalize_keeps_what_viewers_differ_in()
    {
        var variant = new Variant(true, new PictureSize(640, 480), VariantEncoding.Jpeg(80));
        Assert.NotEqual(variant.Normalize(Source, 60), (variant with { Osd = false }).Normalize(Source, 60));
        Assert.NotEqual(variant.Normalize(Source, 60), (variant with { Encoding = VariantEncoding.Jpeg(79) }).Normalize(Source, 60));
    }

    [Fact]
    public void Nearest_is_the_best_that_is_no_larger_and_no_finer()
    {
        var half = new PictureSize(640, 360);
        Variant[] others = [new(false, null, VariantEncoding.Jpeg(60)), new(false, null, VariantEncoding.Jpeg(40)), new(false, half, VariantEncoding.Jpeg(80)), new(true, null, VariantEncoding.Jpeg(70))];
        Assert.Equal(new Variant(false, null, VariantEncoding.Jpeg(60)), new Variant(false, null, VariantEncoding.Jpeg(70)).Nearest(others));
        Assert.Equal(new Variant(false, null, VariantEncoding.Jpeg(40)), new Variant(false, null, VariantEncoding.Jpeg(50)).Nearest(others));
        Assert.Equal(new Variant(false, half, VariantEncoding.Jpeg(80)), new Variant(false, new PictureSize(960, 540), VariantEncoding.Jpeg(90)).Nearest(others));
        Assert.Equal(new Variant(true, null, VariantEncoding.Jpeg(70)), new Variant(true, null, VariantEncoding.Jpeg(75)).Nearest(others));
    }

    [Fact]
    public void Nearest_where_none_is_lower_is_the_lowest_there_is()
    {
        Variant[] others = [new(false, null, VariantEncoding.Jpeg(60)), new(false, null, VariantEncoding.Jpeg(40))];
        Assert.Equal(new Variant(false, null, VariantEncoding.Jpeg(40)), new Variant(false, null, VariantEncoding.Jpeg(30)).Nearest(others));
        Assert.Equal(new Variant(false, null, VariantEncoding.Jpeg(40)), new Variant(true, null, VariantEncoding.Jpeg(90)).Nearest(others));
    }

    [Fact]
    public void Nearest_takes_the_cameras_own_for_the_default_quality()
    {
        Variant[] others = [new(false, null, VariantEncoding.Passthrough(80)), new(false, null, VariantEncoding.Jpeg(40))];
        Assert.Equal(new Variant(false, null, VariantEncoding.Passthrough(80)), new Variant(false, null, VariantEncoding.Jpeg(85)).Nearest(others));
        Assert.Equal(new Variant(false, null, VariantEncoding.Jpeg(40)), new Variant(false, null, VariantEncoding.Jpeg(70)).Nearest(others));
    }
}
