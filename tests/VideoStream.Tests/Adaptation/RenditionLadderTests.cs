using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

public sealed class RenditionLadderTests
{
    private static readonly PictureSize Source = new(1280, 720);

    private readonly AdaptiveOptions _options = new();

    [Fact]
    public void Quality_is_reduced_before_size_and_size_before_rate()
    {
        Rendition[] rungs = Rungs(new Rendition(VariantEncoding.Jpeg(80), null, 30));
        Assert.Equal(new Rendition(VariantEncoding.Jpeg(80), null, 30), rungs[0]);
        Assert.Equal(new Rendition(VariantEncoding.Jpeg(30), new PictureSize(320, 180), 2), rungs[^1]);
        Assert.Equal([null, new(960, 540), new(640, 360), new(426, 240), new(320, 180)], rungs.Select(rung => rung.MaxSize).Distinct());
        Assert.Equal([80, 70, 60, 50, 40, 30], rungs.Take(6).Select(rung => rung.Encoding.Quality));
        int last = Array.FindIndex(rungs, rung => rung.Rate < 30);
        Assert.All(rungs[last..], rung => Assert.Equal((30, new PictureSize(320, 180)), (rung.Encoding.Quality, rung.MaxSize!.Value)));
        Assert.Equal(rungs[last..].OrderByDescending(rung => rung.Rate), rungs[last..]);
    }

    [Fact]
    public void Each_rung_is_there_once()
    {
        Rendition[] rungs = Rungs(new Rendition(VariantEncoding.Passthrough(80), null, 25));
        Assert.Equal(rungs.Distinct(), rungs);
    }

    [Fact]
    public void A_viewer_that_set_its_size_keeps_it()
    {
        var maxSize = new PictureSize(640, 360);
        Assert.All(Rungs(new Rendition(VariantEncoding.Jpeg(80), maxSize, 30), source: null), rung => Assert.Equal(maxSize, rung.MaxSize));
    }

    [Fact]
    public void Quality_stays_within_the_configured_range_and_what_was_asked_for()
    {
        (_options.MinQuality, _options.MaxQuality) = (45, 75);
        Rendition[] rungs = Rungs(new Rendition(VariantEncoding.Jpeg(90), null, 30));
        Assert.Equal(90, rungs[0].Encoding.Quality);
        Assert.All(rungs[1..], rung => Assert.InRange(rung.Encoding.Quality, 45, 75));
        Assert.Equal(1, Ladder(new Rendition(VariantEncoding.Jpeg(90), null, 30), Source).Ceiling);
        Assert.Equal(0, Ladder(new Rendition(VariantEncoding.Jpeg(75), null, 30), Source).Ceiling);
    }

    [Fact]
    public void A_requested_quality_below_the_lowest_is_the_only_one()
    {
        Assert.All(Rungs(new Rendition(VariantEncoding.Jpeg(20), null, 30)), rung => Assert.Equal(20, rung.Encoding.Quality));
    }

    [Fact]
    public void The_rate_stays_between_the_lowest_and_what_was_asked_for()
    {
        _options.MinFrameRate = 5;
        Assert.All(Rungs(new Rendition(VariantEncoding.Jpeg(80), null, 12)), rung => Assert.InRange(rung.Rate, 5, 12));
        Assert.All(Rungs(new Rendition(VariantEncoding.Jpeg(80), null, 1)), rung => Assert.Equal(1, rung.Rate));
    }

    [Fact]
    public void A_small_camera_s_frames_are_not_scaled_below_the_allowed_size()
    {
        Assert.All(
            Rungs(new Rendition(VariantEncoding.Jpeg(80), null, 30), new PictureSize(48, 32)),
            rung => Assert.True(rung.MaxSize is not { } maxSize || maxSize.IsAllowed));
    }

    [Fact]
    public void Viewers_that_asked_for_different_qualities_share_the_rungs_below()
    {
        Rendition[] one = Rungs(new Rendition(VariantEncoding.Jpeg(80), null, 30));
        Rendition[] other = Rungs(new Rendition(VariantEncoding.Jpeg(73), null, 30));
        Assert.All(other[1..], rung => Assert.Contains(rung, one));
    }

    private Rendition[] Rungs(Rendition asked) => Rungs(asked, Source);

    private Rendition[] Rungs(Rendition asked, PictureSize? source)
    {
        RenditionLadder ladder = Ladder(asked, source);
        return [.. Enumerable.Range(0, ladder.Count).Select(index => ladder[index])];
    }

    private RenditionLadder Ladder(Rendition asked, PictureSize? source) => new(asked, source, _options);
}
