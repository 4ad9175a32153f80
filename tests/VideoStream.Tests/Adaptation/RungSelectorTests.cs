using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>The rules of downgrades and upgrades, one by one. A frame in full size has 1,000 bytes for each point of its quality.</summary>
public sealed class RungSelectorTests
{
    private readonly AdaptiveOptions _options = new();
    private readonly RungSelector _rungs;
    private readonly RenditionLadder _ladder;
    private Func<Rendition, double> _demand = Demand;
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public RungSelectorTests()
    {
        _rungs = new RungSelector(_options, rendition => _demand(rendition));
        _ladder = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(80), null, 30), new PictureSize(1280, 720), _options);
    }

    [Fact]
    public void Two_late_frames_in_a_row_downgrade_to_three_quarters_of_the_rate()
    {
        _rungs.Start(0, _now);
        Deliver(101);
        Assert.False(Select(2_000_000));
        Deliver(101);
        Assert.True(Select(2_000_000));
        // 50 kB thirty times a second.
        Assert.Equal(50, _ladder[_rungs.Rung].Encoding.Quality);
    }

    [Fact]
    public void Another_ladder_keeps_the_rendition_even_if_its_estimate_has_become_larger()
    {
        var unknown = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(80), null, 30), null, _options);
        _rungs.Start(unknown.LowestInFullSize, _now);
        int estimates = 0;
        _demand = rendition => rendition.Encoding.Quality * (estimates++ == 0 ? 500 : 1000);
        _rungs.Continue(_ladder, unknown[unknown.LowestInFullSize], _now);
        Assert.Equal(_ladder[_ladder.LowestInFullSize], _ladder[_rungs.Rung]);
    }

    [Fact]
    public void A_frame_that_is_twice_too_late_is_enough()
    {
        _rungs.Start(0, _now);
        Deliver(201);
        Assert.True(Select(2_000_000));
    }

    [Fact]
    public void A_late_frame_between_frames_on_time_changes_nothing()
    {
        _rungs.Start(0, _now);
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
        _rungs.Start(0, _now);
        Deliver(300);
        Select(2_000_000);
        int rung = _rungs.Rung;
        for (int i = 0; i < 5; i++)
            _rungs.OnDelivered(Delivery(500) with { SentAt = _now - TimeSpan.FromMilliseconds(1) }, TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(Select(100_000));
        Assert.Equal(rung, _rungs.Rung);
    }

    [Fact]
    public void The_delay_that_is_tolerated_is_not_late()
    {
        _rungs.Start(0, _now);
        for (int i = 0; i < 5; i++)
            _rungs.OnDelivered(Delivery(150), tolerance: TimeSpan.FromMilliseconds(80), expected: TimeSpan.Zero);
        Assert.False(Select(1_000_000));
    }

    [Fact]
    public void Blocked_frames_downgrade()
    {
        _rungs.Start(0, _now);
        Deliver(50);
        for (int i = 0; i < 10; i++)
            _rungs.OnSending(blockedShare: 0.5);
        Assert.True(_rungs.IsWindowLimited);
        Assert.True(Select(2_000_000));
    }

    [Fact]
    public void An_upgrade_follows_five_seconds_after_a_downgrade_and_only_to_what_fits()
    {
        Downgrade(1_500_000);
        int low = _rungs.Rung;
        Assert.False(After(4.9, 50, carries: 2_500_000));
        Assert.True(After(0.2, 50, carries: 2_500_000));
        Assert.InRange(_rungs.Rung, 1, low - 1);
        Assert.InRange(Demand(_ladder[_rungs.Rung]), 0, 2_500_000 * 0.85);
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
        int low = _rungs.Rung;
        Assert.False(After(4.9, 10, carries: Demand(_ladder[low])));
        Assert.True(After(0.2, 10, carries: Demand(_ladder[low])));
        Assert.Equal(low - 1, _rungs.Rung);
    }

    [Fact]
    public void If_frames_are_neither_late_nor_early_no_upgrade_is_tried()
    {
        Downgrade(1_500_000);
        Assert.False(After(60, 50, carries: Demand(_ladder[_rungs.Rung])));
    }

    [Fact]
    public void At_the_smallest_size_only_the_measured_rate_reduces_the_frame_rate()
    {
        Downgrade(60_000);
        Assert.Equal((30, new PictureSize(320, 180)), (_ladder[_rungs.Rung].Encoding.Quality, _ladder[_rungs.Rung].MaxSize!.Value));
        Assert.InRange(Demand(_ladder[_rungs.Rung]), 0, 45_000);
        int rung = _rungs.Rung;
        for (int i = 0; i < 10; i++)
        {
            // Each takes long, as it would at any frame rate.
            Deliver(300);
            Select(60_000);
        }

        Assert.Equal(rung, _rungs.Rung);
    }

    [Fact]
    public void A_new_viewer_is_upgraded_at_once_to_what_its_link_carries()
    {
        _rungs.Start(5, _now);
        Assert.False(Select(double.PositiveInfinity));
        Assert.True(After(0.2, 10, carries: 100_000_000));
        Assert.Equal(0, _rungs.Rung);
    }

    [Fact]
    public void A_quality_above_the_highest_is_kept_but_not_returned_to()
    {
        var ladder = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(100), null, 30), null, _options);
        _rungs.Start(0, _now);
        Deliver(300);
        Assert.True(_rungs.Select(ladder, new(1_000_000, 1_000_000), _now));
        for (int i = 0; i < 60; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            Deliver(5);
            _rungs.Select(ladder, new(1e9, 1e9), _now);
        }

        Assert.Equal(_options.MaxQuality, ladder[_rungs.Rung].Encoding.Quality);
    }

    private static double Demand(Rendition rendition)
    {
        double area = rendition.MaxSize is { } size ? (double)(size.Width * size.Height) / (1280 * 720) : 1;
        return area * rendition.Encoding.Quality * 1000 * rendition.Rate;
    }

    /// <summary>A viewer that had its best rendition for long is downgraded to what a link carries.</summary>
    private void Downgrade(double carries)
    {
        _rungs.Start(0, _now);
        _now += TimeSpan.FromSeconds(30);
        Deliver(300);
        Assert.True(Select(carries));
    }

    /// <summary>Frames arrive for some seconds or until the rung changes. Returns whether it does.</summary>
    private bool After(double seconds, double delayMs, double carries)
    {
        bool changed = false;
        TimeSpan end = _now + TimeSpan.FromSeconds(seconds);
        while (_now < end && !changed)
        {
            TimeSpan left = end - _now;
            _now += left < TimeSpan.FromMilliseconds(100) ? left : TimeSpan.FromMilliseconds(100);
            Deliver(delayMs);
            changed = Select(carries);
        }

        return changed;
    }

    private bool Select(double carries) => _rungs.Select(_ladder, new(carries, carries), _now);

    private void Deliver(double delayMs, double expectedMs = 0) =>
        _rungs.OnDelivered(Delivery(delayMs), TimeSpan.Zero, TimeSpan.FromMilliseconds(expectedMs));

    private Delivery Delivery(double delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        return new Delivery(_now, 1000, delay, delay, delay);
    }
}
