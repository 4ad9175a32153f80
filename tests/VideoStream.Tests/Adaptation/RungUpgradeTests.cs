using VideoStream.Adaptation;
using VideoStream.Encoding;

namespace VideoStream.Tests.Adaptation;

/// <summary>When a viewer gets a better rendition, and which.</summary>
public sealed class RungUpgradeTests : RungSelection
{
    [Fact]
    public void An_upgrade_follows_five_seconds_after_a_downgrade_and_only_to_what_fits()
    {
        Downgrade(1_500_000);
        int low = Rungs.Rung;
        Assert.False(After(4.9, 50, carries: 2_500_000));
        Assert.True(After(0.2, 50, carries: 2_500_000));
        Assert.InRange(Rungs.Rung, 1, low - 1);
        Assert.InRange(Demand(Ladder[Rungs.Rung]), 0, 2_500_000 * 0.85);
    }

    [Fact]
    public void An_upgrade_that_failed_delays_the_next_one()
    {
        Downgrade(1_500_000);
        foreach (double delay in new[] { 5.0, 20, 40, 40 })
        {
            Assert.False(After(delay - 0.1, 50, carries: 2_500_000));
            Assert.True(After(0.2, 50, carries: 2_500_000));
            Deliver(300);
            Assert.True(Select(1_500_000));
        }
    }

    [Fact]
    public void If_all_frames_are_early_for_long_the_next_rung_is_tried_whatever_was_measured()
    {
        Downgrade(1_500_000);
        int low = Rungs.Rung;
        Assert.False(After(4.9, 10, carries: Demand(Ladder[low])));
        Assert.True(After(0.2, 10, carries: Demand(Ladder[low])));
        Assert.Equal(low - 1, Rungs.Rung);
    }

    [Fact]
    public void If_frames_are_neither_late_nor_early_no_upgrade_is_tried()
    {
        Downgrade(1_500_000);
        Assert.False(After(60, 50, carries: Demand(Ladder[Rungs.Rung])));
    }

    [Fact]
    public void A_new_viewer_is_upgraded_at_once_to_what_its_link_carries()
    {
        Rungs.Start(5, Now);
        Assert.False(Select(double.PositiveInfinity));
        Assert.True(After(0.2, 10, carries: 100_000_000));
        Assert.Equal(0, Rungs.Rung);
    }

    [Fact]
    public void A_quality_above_the_highest_is_kept_but_not_returned_to()
    {
        var ladder = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(100), null, 30), null, Options);
        Rungs.Start(0, Now);
        Deliver(300);
        Assert.True(Rungs.Select(ladder, new(1_000_000, 1_000_000), Now));
        for (int i = 0; i < 60; i++)
        {
            Now += TimeSpan.FromSeconds(1);
            Deliver(5);
            Rungs.Select(ladder, new(1e9, 1e9), Now);
        }

        Assert.Equal(Options.MaxQuality, ladder[Rungs.Rung].Encoding.Quality);
    }
}
