using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>The rungs of one camera's video.</summary>
public sealed class VideoRungsTests
{
    private static readonly PictureSize Hd = new(1280, 720);

    [Fact]
    public void Frames_are_fitted_into_the_boxes_and_never_enlarged()
    {
        var rungs = new VideoRungs(new H264Options().Rungs, new PictureSize(640, 480), null, passed: null);
        Assert.Equal(
            ["640x480@2500", "640x480@750", "640x480@500", "480x360@300", "320x240@150"],
            rungs.All.Select(rung => $"{rung.Size}@{rung.Encoding.Kilobits}"));
    }

    [Fact]
    public void Sides_are_even()
    {
        var rungs = new VideoRungs(new H264Options().Rungs, new PictureSize(1279, 719), null, passed: null);
        Assert.All(rungs.All, rung => Assert.Equal((0, 0), (rung.Size!.Value.Width % 2, rung.Size.Value.Height % 2)));
        Assert.Equal(new PictureSize(1278, 718), rungs.All[0].Size);
    }

    [Fact]
    public void A_box_that_the_viewer_asked_for_bounds_all()
    {
        var rungs = new VideoRungs(new H264Options().Rungs, Hd, new PictureSize(700, 700), passed: null);
        Assert.All(rungs.All, rung => Assert.InRange(rung.Size!.Value.Width, 16, 700));
        Assert.Equal(2500, rungs.All[0].Encoding.Kilobits);
    }

    [Fact]
    public void Rungs_with_an_equal_result_are_one()
    {
        LadderRung[] ladder = [new(1280, 720, 500), new(1920, 1080, 500), new(640, 360, 300)];
        Assert.Equal(2, new VideoRungs(ladder, Hd, null, passed: null).All.Count);
    }

    [Fact]
    public void Below_the_lowest_rung_the_rate_is_reduced_by_layers()
    {
        var rungs = new VideoRungs(new H264Options().Rungs, Hd, null, passed: null);
        Rendition best = rungs.Best(60);
        var ladder = new RenditionLadder(best, rungs);

        Assert.Equal(new Rendition(VariantEncoding.H264(2500), Hd, 30), best);
        Assert.Equal(best, ladder[0]);
        Assert.Equal(7, ladder.Count);
        Assert.Equal([30.0, 15, 7.5], new[] { ladder[4].Rate, ladder[5].Rate, ladder[6].Rate });
        Assert.Equal((4, 1), (ladder.Smallest, ladder.LowestInFullSize));
    }

    [Fact]
    public void The_cameras_own_video_is_the_best_and_none_with_more_bits_is_below_it()
    {
        var rungs = new VideoRungs(new H264Options().Rungs, Hd, null, passed: 2048);
        Assert.Equal(
            ["h264 passthrough", "h264 750 kbit/s", "h264 500 kbit/s", "h264 300 kbit/s", "h264 150 kbit/s"],
            rungs.All.Select(rung => rung.Encoding.ToString()));
        Assert.Equal(new Rendition(VariantEncoding.PassedH264, null, 60), rungs.Best(60));
        Assert.Equal(6, new VideoRungs(new H264Options().Rungs, Hd, null, passed: 0).All.Count);
        // Nothing is below a video of fewer bits.
        var only = new VideoRungs(new H264Options().Rungs, Hd, null, passed: 128);
        Assert.Equal(1, new RenditionLadder(only.Best(30), only).Count);
    }

    [Fact]
    public void The_same_rungs_are_one_object_so_that_nothing_begins_anew()
    {
        var cache = new VideoRungsCache();
        var options = new H264Options();
        VideoRungs first = cache.Get(options, Hd, null, passed: null);
        Assert.Same(first, cache.Get(options, Hd, null, passed: null));
        Assert.NotSame(first, cache.Get(options, new PictureSize(640, 360), null, passed: null));
    }
}
