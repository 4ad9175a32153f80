using VideoStream.Encoding;
using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>The controller's rules one by one: observations in, a rung out. A frame weighs 1,000 bytes for each point of its quality.</summary>
public sealed class RenditionSelectorTests
{
    private readonly AdaptiveOptions _options = new();
    private readonly RenditionSelector _controller;
    private readonly RenditionLadder _ladder;
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public RenditionSelectorTests()
    {
        _controller = new RenditionSelector(_options);
        _ladder = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(80), null, 30), new PictureSize(1280, 720), 80, _options);
    }

    [Fact]
    public void Two_late_frames_in_a_row_lead_to_what_fills_three_quarters_of_the_link()
    {
        _controller.Start(0, _now);
        Deliver(101);
        Assert.False(Choose(2_000_000));
        Deliver(101);
        Assert.True(Choose(2_000_000));
        // 50 kB thirty times a second.
        Assert.Equal(50, _ladder[_controller.Rung].Encoding.Quality);
    }

    [Fact]
    public void Another_ladder_does_not_end_what_was_sent_when_that_just_turned_out_to_be_larger()
    {
        var unknown = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(80), null, 30), null, 80, _options);
        _controller.Start(unknown.LowestInFullSize, _now);
        int asked = 0;
        _controller.Continue(_ladder, unknown[unknown.LowestInFullSize], rendition => rendition.Encoding.Quality * (asked++ == 0 ? 500 : 1000), _now);
        Assert.Equal(_ladder[_ladder.LowestInFullSize], _ladder[_controller.Rung]);
    }

    [Fact]
    public void A_frame_that_is_twice_too_late_is_enough()
    {
        _controller.Start(0, _now);
        Deliver(201);
        Assert.True(Choose(2_000_000));
    }

    [Fact]
    public void A_late_frame_between_good_ones_changes_nothing()
    {
        _controller.Start(0, _now);
        for (int i = 0; i < 10; i++)
        {
            Deliver(150);
            Deliver(50);
            Assert.False(Choose(1_000_000));
        }
    }

    [Fact]
    public void What_was_sent_before_a_change_does_not_count_after_it()
    {
        _controller.Start(0, _now);
        Deliver(300);
        Choose(2_000_000);
        int rung = _controller.Rung;
        for (int i = 0; i < 5; i++)
            _controller.Delivered(Delivery(500) with { SentAt = _now - TimeSpan.FromMilliseconds(1) }, TimeSpan.Zero, TimeSpan.Zero);
        Assert.False(Choose(100_000));
        Assert.Equal(rung, _controller.Rung);
    }

    [Fact]
    public void What_is_late_for_a_reason_that_is_no_queue_is_not_late()
    {
        _controller.Start(0, _now);
        for (int i = 0; i < 5; i++)
            _controller.Delivered(Delivery(150), tolerance: TimeSpan.FromMilliseconds(80), expected: TimeSpan.Zero);
        Assert.False(Choose(1_000_000));
    }

    [Fact]
    public void Frames_that_wait_because_too_much_is_on_its_way_lead_down_too()
    {
        _controller.Start(0, _now);
        Deliver(50);
        for (int i = 0; i < 10; i++)
            _controller.Sent(TimeSpan.FromMilliseconds(40), blocked: TimeSpan.FromMilliseconds(20));
        Assert.True(_controller.IsWindowLimited);
        Assert.True(Choose(2_000_000));
    }

    [Fact]
    public void After_a_fall_it_waits_before_it_climbs_and_climbs_only_to_what_fits()
    {
        Downgrade(1_500_000);
        int fallen = _controller.Rung;
        Assert.False(After(4.9, 50, carries: 2_500_000));
        Assert.True(After(0.2, 50, carries: 2_500_000));
        Assert.InRange(_controller.Rung, 1, fallen - 1);
        Assert.InRange(Demand(_ladder[_controller.Rung]), 0, 2_500_000 * 0.85);
    }

    [Fact]
    public void A_climb_that_failed_makes_it_wait_longer_for_the_next()
    {
        Downgrade(1_500_000);
        foreach (double hold in new[] { 5.0, 20, 40, 40 })
        {
            Assert.False(After(hold - 0.1, 50, carries: 2_500_000));
            Assert.True(After(0.2, 50, carries: 2_500_000));
            Deliver(300);
            Assert.True(Choose(1_500_000));
        }
    }

    [Fact]
    public void Where_all_is_early_for_long_the_next_rung_is_tried_whatever_was_measured()
    {
        Downgrade(1_500_000);
        int fallen = _controller.Rung;
        Assert.False(After(4.9, 10, carries: Demand(_ladder[fallen])));
        Assert.True(After(0.2, 10, carries: Demand(_ladder[fallen])));
        Assert.Equal(fallen - 1, _controller.Rung);
    }

    [Fact]
    public void Where_frames_are_neither_late_nor_early_nothing_is_tried()
    {
        Downgrade(1_500_000);
        Assert.False(After(60, 50, carries: Demand(_ladder[_controller.Rung])));
    }

    [Fact]
    public void At_the_smallest_frame_the_rate_falls_only_as_far_as_the_link_demands()
    {
        Downgrade(60_000);
        Assert.Equal((30, new PictureSize(320, 180)), (_ladder[_controller.Rung].Encoding.Quality, _ladder[_controller.Rung].MaxSize!.Value));
        Assert.InRange(Demand(_ladder[_controller.Rung]), 0, 45_000);
        int rung = _controller.Rung;
        for (int i = 0; i < 10; i++)
        {
            // Each takes long, as it would alone.
            Deliver(300);
            Choose(60_000);
        }

        Assert.Equal(rung, _controller.Rung);
    }

    [Fact]
    public void A_new_viewer_climbs_at_once_to_what_its_link_carries()
    {
        _controller.Start(5, _now);
        Assert.False(Choose(double.PositiveInfinity));
        Assert.True(After(0.2, 10, carries: 100_000_000));
        Assert.Equal(0, _controller.Rung);
    }

    [Fact]
    public void A_quality_over_the_highest_is_kept_but_not_gone_back_to()
    {
        var ladder = new RenditionLadder(new Rendition(VariantEncoding.Jpeg(100), null, 30), null, 80, _options);
        _controller.Start(0, _now);
        Deliver(300);
        Assert.True(_controller.Choose(ladder, (1_000_000, 1_000_000), Demand, _now));
        for (int i = 0; i < 60; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            Deliver(5);
            _controller.Choose(ladder, (1e9, 1e9), Demand, _now);
        }

        Assert.Equal(_options.MaxQuality, ladder[_controller.Rung].Encoding.Quality);
    }

    private static double Demand(Rendition rendition) =>
        (rendition.MaxSize is { } maxSize ? (double)(maxSize.Width * maxSize.Height) / (1280 * 720) : 1) * rendition.Encoding.Quality * 1000 * rendition.Rate;

    /// <summary>A viewer that was at its best for long falls to what such a link carries.</summary>
    private void Downgrade(double carries)
    {
        _controller.Start(0, _now);
        _now += TimeSpan.FromSeconds(30);
        Deliver(300);
        Assert.True(Choose(carries));
    }

    /// <summary>Frames arrive for so long, or until there is a change; whether there is one.</summary>
    private bool After(double seconds, double delayMs, double carries)
    {
        bool changed = false;
        TimeSpan end = _now + TimeSpan.FromSeconds(seconds);
        while (_now < end && !changed)
        {
            TimeSpan left = end - _now;
            _now += left < TimeSpan.FromMilliseconds(100) ? left : TimeSpan.FromMilliseconds(100);
            Deliver(delayMs);
            changed = Choose(carries);
        }

        return changed;
    }

    private bool Choose(double carries) => _controller.Choose(_ladder, (carries, carries), Demand, _now);

    private void Deliver(double delayMs, double expectedMs = 0) =>
        _controller.Delivered(Delivery(delayMs), TimeSpan.Zero, TimeSpan.FromMilliseconds(expectedMs));

    private Delivery Delivery(double delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        return new Delivery(_now, delay, delay, delay);
    }
}
