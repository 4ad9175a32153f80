using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>When a viewer gets a worse rendition, and which.</summary>
public sealed class RungSelectorTests : RungSelection
{
    [Fact]
    public void Two_late_frames_in_a_row_downgrade_to_three_quarters_of_the_rate()
    {
        Rungs.Start(0, Now);
        Deliver(101);
        Assert.False(Select(2_000_000));
        Deliver(101);
        Assert.True(Select(2_000_000));
        // 50 kB thirty times a second.
        Assert.Equal(50, Ladder[Rungs.Rung].Encoding.Quality);
    }

    [Fact]
    public void Another_ladder_keeps_the_rendition_even_if_its_estimate_has_become_larger()
    {
        var unknown = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(80), null, 30), null, Options);
        Rungs.Start(unknown.LowestInFullSize, Now);
        int estimates = 0;
        DemandOf = rendition => rendition.Encoding.Quality * (estimates++ == 0 ? 500 : 1000);
        Rungs.Continue(Ladder, unknown[unknown.LowestInFullSize], Now);
        Assert.Equal(Ladder[Ladder.LowestInFullSize], Ladder[Rungs.Rung]);
    }

    /// <summary>It has 4 Mbit/s, and the link carries 2.6.</summary>
    [Theory]
    [InlineData(4096, 1)]
    [InlineData(0, 1)]
    [InlineData(2048, 0)]
    public void A_cameras_own_video_that_is_back_is_sent_to_a_slow_link_only_if_it_is_known_to_need_no_more(int kilobits, int rung)
    {
        DemandOf = rendition => 125 * (rendition.Encoding.IsPassedH264 ? kilobits : rendition.Encoding.Kilobits);
        RenditionLadder encoded = Video(null), passed = Video(kilobits);
        Rungs.Start(0, Now);
        Deliver(300);
        Assert.True(Rungs.Select(encoded, new(200_000, 200_000), Now));
        Now += TimeSpan.FromSeconds(60);
        Rungs.Continue(encoded, encoded[0], Now);
        Rungs.SelectBest(encoded, Now);
        Assert.Equal(0, Rungs.Rung);

        Rungs.Continue(passed, encoded[0], Now);
        Assert.Equal(rung, Rungs.Rung);
    }

    private static RenditionLadder Video(int? passed)
    {
        LadderRung[] rungs = [new(1280, 720, 2500), new(960, 540, 1200), new(640, 360, 600)];
        var video = new VideoRungs(rungs, new PictureSize(1280, 720), null, passed);
        return new RenditionLadder(video.Best(30), video);
    }

    [Fact]
    public void A_frame_that_is_twice_too_late_is_enough()
    {
        Rungs.Start(0, Now);
        Deliver(201);
        Assert.True(Select(2_000_000));
    }

    [Fact]
    public void A_late_frame_between_frames_on_time_changes_nothing()
    {
        Rungs.Start(0, Now);
        for (int i = 0; i < 10; i++)
        {
            Deliver(150);
            Deliver(50);
            Assert.False(Select(1_000_000));
        }
    }

    [Fact]
    public void Frames_sent_before_a_change_do_not_count_after_it()
    {
        Rungs.Start(0, Now);
        Deliver(300);
        Select(2_000_000);
        int rung = Rungs.Rung;
        for (int i = 0; i < 5; i++)
            Rungs.OnDelivered(Delivery(500) with { SentAt = Now - TimeSpan.FromMilliseconds(1) }, TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(Select(100_000));
        Assert.Equal(rung, Rungs.Rung);
    }

    [Fact]
    public void The_delay_that_is_tolerated_is_not_late()
    {
        Rungs.Start(0, Now);
        for (int i = 0; i < 5; i++)
            Rungs.OnDelivered(Delivery(150), tolerance: TimeSpan.FromMilliseconds(80), expected: TimeSpan.Zero);
        Assert.False(Select(1_000_000));
    }

    [Fact]
    public void Blocked_frames_downgrade()
    {
        Rungs.Start(0, Now);
        Deliver(50);
        for (int i = 0; i < 10; i++)
            Rungs.OnSending(blockedShare: 0.5);
        Assert.True(Rungs.IsWindowLimited);
        Assert.True(Select(2_000_000));
    }

    [Fact]
    public void At_the_smallest_size_only_the_measured_rate_reduces_the_frame_rate()
    {
        Downgrade(60_000);
        Assert.Equal((30, new PictureSize(320, 180)), (Ladder[Rungs.Rung].Encoding.Quality, Ladder[Rungs.Rung].MaxSize!.Value));
        Assert.InRange(Demand(Ladder[Rungs.Rung]), 0, 45_000);
        int rung = Rungs.Rung;
        for (int i = 0; i < 10; i++)
        {
            // Each takes long, as it would at any frame rate.
            Deliver(300);
            Select(60_000);
        }

        Assert.Equal(rung, Rungs.Rung);
    }
}
