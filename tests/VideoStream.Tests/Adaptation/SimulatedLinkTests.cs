using VideoStream.Adaptation;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Adaptation;

/// <summary>What a viewer sees on links of many kinds: the age, number and rendition of frames. Time is the simulation's.</summary>
[Slow]
public sealed class SimulatedLinkTests : SimulatedLink
{
    /// <summary>Megabits a second, and milliseconds of delay and of jitter.</summary>
    public static MatrixTheoryData<double, int, int, bool> Links { get; } = new([0.5, 2, 8, 30], [1, 50, 200], [0, 15], [true, false]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_with_ample_room_has_full_quality_after_a_second(bool acknowledges)
    {
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.Equal([Full], Renditions(viewer.Between(1, 30)));
        Assert.InRange(Rate(viewer, 1, 30), 29.9, 30.5);
        Assert.InRange(Age(viewer, 1, 30, 1), 0, 40);
        Assert.Equal(LimitedBy.Camera, viewer.Report.Limit);
    }

    [Theory]
    [InlineData(20, true, 30, 120)]
    [InlineData(20, false, 30, 200)]
    [InlineData(5, true, 15, 200)]
    [InlineData(5, false, 12, 250)]
    [InlineData(2, true, 12, 250)]
    [InlineData(2, false, 8, 350)]
    [InlineData(0.5, true, 4, 600)]
    [InlineData(0.5, false, 2, 900)]
    public void A_steady_link_is_settled_after_three_seconds(double megabits, bool acknowledges, double rate, double age)
    {
        Wire.Megabits = megabits;
        SimulatedViewer viewer = Watch(acknowledges, 33);
        Assert.InRange(Rate(viewer, 3, 33), rate * 0.99, 30.5);
        Assert.InRange(Age(viewer, 3, 33, 0.95), 0, age);
        Assert.InRange(Changes(viewer, 3, 33), 0, 6);
        if (megabits < 20)
            Assert.Equal(LimitedBy.Link, viewer.Report.Limit);
        // And a good part of what the link carries is used.
        Assert.InRange(viewer.Between(13, 33).Sum(frame => frame.Bytes) * 8 / 20e6 / megabits, 0.45, 1);
    }

    [Theory]
    [InlineData(true, 1.5, 8)]
    [InlineData(false, 3, 12)]
    public void A_link_that_drops_to_a_tenth_has_recent_frames_at_once_and_its_quality_when_it_is_back(
        bool acknowledges, double old, double back)
    {
        Wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 10);
        Rendition before = viewer.Rendition;
        Wire.Megabits = 2;
        Run(viewer, 10);
        Assert.InRange(Age(viewer, 10 + old, 20, 1), 0, 300);
        Assert.NotEqual(before, viewer.Rendition);
        Wire.Megabits = 20;
        Run(viewer, back + 10);
        Assert.InRange(Age(viewer, 20.1, 30 + back, 1), 0, 300);
        Assert.Contains(
            viewer.Between(20, 20 + back),
            frame => frame.Rendition.MaxSize == before.MaxSize && frame.Rendition.Encoding.Quality >= before.Encoding.Quality - 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_that_was_so_slow_that_its_frames_measure_no_rate_has_its_quality_when_it_is_back(bool acknowledges)
    {
        Wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 10);
        Wire.Megabits = 0.5;
        Run(viewer, 60);
        Assert.Equal(320 * 180, Pixels(viewer.Rendition));
        Wire.Megabits = 20;
        Run(viewer, 30);
        Assert.Contains(viewer.Between(70, 100), frame => frame.Rendition.MaxSize is null && frame.Rendition.Encoding.Quality >= 70);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_that_fades_and_comes_back_slowly_has_recent_frames(bool acknowledges)
    {
        Wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 5);
        for (double megabits = 20; megabits > 0.6; megabits *= 0.96)
        {
            Wire.Megabits = megabits;
            Run(viewer, 0.3);
        }

        for (double megabits = 0.6; megabits < 20; megabits *= 1.04)
        {
            Wire.Megabits = megabits;
            Run(viewer, 0.3);
        }

        double end = Wire.Now.TotalSeconds;
        Assert.InRange(Age(viewer, 5, end, 0.95), 0, 200);
        Assert.InRange(Age(viewer, 5, end, 1), 0, 600);
        Run(viewer, 15);
        Assert.Equal(1280 * 720, Pixels(viewer.Rendition));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_long_link_with_ample_room_costs_neither_quality_nor_rate(bool acknowledges)
    {
        (Wire.Megabits, Wire.Delay) = (50, TimeSpan.FromMilliseconds(150));
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.Equal([Full], Renditions(viewer.Between(6, 30)));
        Assert.InRange(Rate(viewer, 6, 30), 29.5, 30.5);
        Assert.InRange(Age(viewer, 6, 30, 0.95), 150, 260);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Jitter_costs_neither_size_nor_rate(bool acknowledges)
    {
        (Wire.Megabits, Wire.Delay, Wire.Jitter) = (50, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40));
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.All(Renditions(viewer.Between(5, 30)), rendition => Assert.Null(rendition.MaxSize));
        Assert.InRange(Rate(viewer, 5, 30), 29, 30.5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_packet_in_a_thousand_lost_on_a_long_link_costs_no_size(bool acknowledges)
    {
        (Wire.Megabits, Wire.Delay, Wire.Loss) = (50, TimeSpan.FromMilliseconds(40), 0.001);
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.InRange(Rate(viewer, 5, 30), 25, 30.5);
        Assert.InRange(Age(viewer, 5, 30, 0.95), 40, 250);
        Assert.All(Renditions(viewer.Between(5, 30)), rendition => Assert.Null(rendition.MaxSize));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_packet_in_a_hundred_lost_on_a_long_link_leaves_frames_many_and_recent(bool acknowledges)
    {
        (Wire.Megabits, Wire.Delay, Wire.Loss) = (50, TimeSpan.FromMilliseconds(40), 0.01);
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.InRange(Rate(viewer, 5, 30), 25, 30.5);
        Assert.InRange(Age(viewer, 5, 30, 0.95), 40, 250);
        Assert.All(Renditions(viewer.Between(5, 30)), rendition => Assert.InRange(Pixels(rendition), 426 * 240, 1280 * 720));
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void A_link_of_any_kind_is_used_and_frames_are_recent(double megabits, int delay, int jitter, bool acknowledges)
    {
        (Wire.Megabits, Wire.Delay, Wire.Jitter) = (megabits, TimeSpan.FromMilliseconds(delay), TimeSpan.FromMilliseconds(jitter));
        SimulatedViewer viewer = Watch(acknowledges, 40);
        Assert.InRange(Age(viewer, 4, 40, 0.95) - delay, 0, 150);
        Assert.InRange(Age(viewer, 4, 40, 1) - delay, 0, 1000);
        Assert.InRange(Rate(viewer, 4, 40), megabits < 1 ? 10 : 25, 30.5);
        Assert.InRange(Changes(viewer, 4, 40), 0, 10);
        // Jitter makes a link look slower than it is, until all frames were early for long.
        Assert.InRange(viewer.Between(4, 40).Sum(frame => frame.Bytes) * 8 / 36e6 / megabits, 0.3, 1);
    }
}
