using VideoStream.Adaptation;
using VideoStream.Encoding;

namespace VideoStream.Tests.Adaptation;

/// <summary>What viewers on simulated links see: the age, number and rendition of frames. Time is the simulation's.</summary>
public sealed class SimulatedLinkTests
{
    private static readonly Rendition Full = new(VariantEncoding.Jpeg(80), null, 30);

    private readonly SimulatedWire _wire = new();

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
        _wire.Megabits = megabits;
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
        _wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 10);
        Rendition before = viewer.Rendition;
        _wire.Megabits = 2;
        Run(viewer, 10);
        Assert.InRange(Age(viewer, 10 + old, 20, 1), 0, 300);
        Assert.NotEqual(before, viewer.Rendition);
        _wire.Megabits = 20;
        Run(viewer, back + 10);
        Assert.InRange(Age(viewer, 20.1, 30 + back, 1), 0, 300);
        Assert.Contains(
            viewer.Between(20, 20 + back),
            frame => frame.Rendition.MaxSize == before.MaxSize && frame.Rendition.Encoding.Quality >= before.Encoding.Quality - 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_that_are_late_because_of_the_service_do_not_change_the_rendition_and_their_age_is_bounded(bool acknowledges)
    {
        SimulatedViewer viewer = Watch(acknowledges, 10);
        viewer.IsServerLate = true;
        // Until some encodes were late.
        Run(viewer, 2);
        _wire.Megabits = 5;
        Run(viewer, 10);
        Assert.Equal([Full], Renditions(viewer.Between(10, 22)));
        Assert.InRange(Age(viewer, 13, 22, 1), 0, 500);
        viewer.IsServerLate = false;
        Run(viewer, 2);
        Assert.NotEqual(Full, viewer.Rendition);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_that_was_so_slow_that_its_frames_measure_no_rate_has_its_quality_when_it_is_back(bool acknowledges)
    {
        _wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 10);
        _wire.Megabits = 0.5;
        Run(viewer, 60);
        Assert.Equal(320 * 180, Pixels(viewer.Rendition));
        _wire.Megabits = 20;
        Run(viewer, 30);
        Assert.Contains(viewer.Between(70, 100), frame => frame.Rendition.MaxSize is null && frame.Rendition.Encoding.Quality >= 70);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_that_fades_and_comes_back_slowly_has_recent_frames(bool acknowledges)
    {
        _wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 5);
        for (double megabits = 20; megabits > 0.6; megabits *= 0.96)
        {
            _wire.Megabits = megabits;
            Run(viewer, 0.3);
        }

        for (double megabits = 0.6; megabits < 20; megabits *= 1.04)
        {
            _wire.Megabits = megabits;
            Run(viewer, 0.3);
        }

        double end = _wire.Now.TotalSeconds;
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
        (_wire.Megabits, _wire.Delay) = (50, TimeSpan.FromMilliseconds(150));
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
        (_wire.Megabits, _wire.Delay, _wire.Jitter) = (50, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40));
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.All(Renditions(viewer.Between(5, 30)), rendition => Assert.Null(rendition.MaxSize));
        Assert.InRange(Rate(viewer, 5, 30), 29, 30.5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_packet_in_a_thousand_lost_on_a_long_link_costs_no_size(bool acknowledges)
    {
        (_wire.Megabits, _wire.Delay, _wire.Loss) = (50, TimeSpan.FromMilliseconds(40), 0.001);
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
        (_wire.Megabits, _wire.Delay, _wire.Loss) = (50, TimeSpan.FromMilliseconds(40), 0.01);
        SimulatedViewer viewer = Watch(acknowledges, 30);
        Assert.InRange(Rate(viewer, 5, 30), 25, 30.5);
        Assert.InRange(Age(viewer, 5, 30, 0.95), 40, 250);
        Assert.All(Renditions(viewer.Between(5, 30)), rendition => Assert.InRange(Pixels(rendition), 426 * 240, 1280 * 720));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_viewers_share_a_link_fairly(bool acknowledges)
    {
        _wire.Megabits = 5;
        SimulatedViewer first = Watch(acknowledges, 10);
        var second = new SimulatedViewer(_wire) { Acknowledges = acknowledges };
        Run([first, second], 40);
        long[] bytes = [.. new[] { first, second }.Select(viewer => viewer.Between(20, 50).Sum(frame => (long)frame.Bytes))];
        Assert.InRange((double)bytes.Min() / bytes.Sum(), 0.25, 0.5);
        Assert.InRange(Age(first, 13, 50, 0.95), 0, 250);
        Assert.InRange(Age(second, 13, 50, 0.95), 0, 250);
    }

    /// <summary>A download that keeps 100 ms of the link's bytes in its queue.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_download_beside_a_viewer_costs_it_no_more_than_a_part_of_the_link(bool acknowledges)
    {
        _wire.Megabits = 6;
        var viewer = new SimulatedViewer(_wire) { Acknowledges = acknowledges };
        var download = new SimulatedConnection(_wire, _ => { }) { LargestWindow = 75_000 };
        var part = new SentFrame(0, 100_000, TimeSpan.Zero, TimeSpan.Zero);
        while (_wire.Now < TimeSpan.FromSeconds(40))
        {
            if (!download.IsSending)
                download.Send(part);
            _wire.Advance();
            download.Advance();
            viewer.Advance();
        }

        Assert.InRange(Rate(viewer, 5, 40), 20, 30.5);
        Assert.InRange(Age(viewer, 5, 40, 0.95), 0, 300);
        Assert.InRange(viewer.Between(5, 40).Sum(frame => frame.Bytes) * 8 / 35e6 / _wire.Megabits, 0.2, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_viewer_that_refuses_adaptation_keeps_its_rendition_and_gets_fewer_frames(bool acknowledges)
    {
        _wire.Megabits = 5;
        var viewer = new SimulatedViewer(_wire) { Acknowledges = acknowledges };
        viewer.RenditionRequest = viewer.RenditionRequest with { Adaptive = false };
        Run(viewer, 20);
        Assert.Equal([Full], Renditions(viewer.Shown));
        // As many as 5 Mbit/s carry of 75 kB, and none much older than its own bytes take.
        Assert.InRange(Rate(viewer, 3, 20), 6, 8.5);
        Assert.InRange(Age(viewer, 1, 20, 1), 120, 300);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_viewer_that_stopped_reading_gets_no_old_frames_when_it_returns(bool acknowledges)
    {
        _wire.Megabits = 20;
        SimulatedViewer viewer = Watch(acknowledges, 5);
        viewer.IsReading = false;
        Run(viewer, 5);
        int before = viewer.Shown.Count;
        viewer.IsReading = true;
        // What was in flight when it stopped.
        Assert.InRange(viewer.Shown.Count - before, 0, 5);
        Run(viewer, 5);
        Assert.InRange(Age(viewer, 10.3, 15, 1), 0, 300);
        Assert.Contains(viewer.Between(10, 10.3), frame => frame.Age < TimeSpan.FromMilliseconds(300));
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void A_link_of_any_kind_is_used_and_frames_are_recent(double megabits, int delay, int jitter, bool acknowledges)
    {
        (_wire.Megabits, _wire.Delay, _wire.Jitter) = (megabits, TimeSpan.FromMilliseconds(delay), TimeSpan.FromMilliseconds(jitter));
        SimulatedViewer viewer = Watch(acknowledges, 40);
        Assert.InRange(Age(viewer, 4, 40, 0.95) - delay, 0, 150);
        Assert.InRange(Age(viewer, 4, 40, 1) - delay, 0, 1000);
        Assert.InRange(Rate(viewer, 4, 40), megabits < 1 ? 10 : 25, 30.5);
        Assert.InRange(Changes(viewer, 4, 40), 0, 10);
        // Jitter makes a link look slower than it is, until all frames were early for long.
        Assert.InRange(viewer.Between(4, 40).Sum(frame => frame.Bytes) * 8 / 36e6 / megabits, 0.3, 1);
    }

    [Fact]
    public void A_viewer_that_draws_slowly_gets_less_and_its_limit_is_not_the_link()
    {
        var viewer = new SimulatedViewer(_wire) { Acknowledges = true };
        Run(viewer, 5);
        viewer.Drawing = TimeSpan.FromMilliseconds(120);
        Run(viewer, 10);
        Assert.InRange(Rate(viewer, 8, 15), 2, 9);
        Assert.InRange(Age(viewer, 8, 15, 0.95), 0, 300);
        Assert.Equal(LimitedBy.Client, viewer.Report.Limit);
    }

    [Fact]
    public void A_viewer_that_stops_acknowledging_is_treated_as_one_that_never_did()
    {
        var viewer = new SimulatedViewer(_wire) { Acknowledges = true };
        Run(viewer, 5);
        viewer.Drawing = TimeSpan.FromHours(1);
        Run(viewer, 20);
        Assert.InRange(Rate(viewer, 20, 25), 29, 30.5);
    }

    [Fact]
    public void The_first_frame_is_small_and_in_full_size()
    {
        _wire.Megabits = 2;
        SimulatedViewer viewer = Watch(acknowledges: true, 5);
        Assert.Equal(new Rendition(VariantEncoding.Jpeg(30), null, 30), viewer.Shown[0].Rendition);
    }

    [Fact]
    public void A_camera_s_own_jpeg_is_sent_at_once_and_encoded_if_the_link_does_not_carry_it()
    {
        var viewer = new SimulatedViewer(_wire) { Acknowledges = true };
        viewer.RenditionRequest = viewer.RenditionRequest with { IsPassthrough = true };
        Run(viewer, 5);
        Assert.Equal([Full], Renditions(viewer.Shown));
        _wire.Megabits = 2;
        Run(viewer, 10);
        Assert.InRange(Age(viewer, 8, 15, 0.95), 0, 250);
        Assert.InRange(Pixels(viewer.Rendition), 320 * 180, 640 * 360);
    }

    private static double Rate(SimulatedViewer viewer, double from, double to) => viewer.Between(from, to).Length / (to - from);

    /// <summary>The age that a share of the frames is under, in milliseconds.</summary>
    private static double Age(SimulatedViewer viewer, double from, double to, double share)
    {
        double[] ages = [.. viewer.Between(from, to).Select(frame => frame.Age.TotalMilliseconds).Order()];
        Assert.NotEmpty(ages);
        return ages[(int)((ages.Length - 1) * share)];
    }

    private static int Changes(SimulatedViewer viewer, double from, double to)
    {
        ShownFrame[] shown = viewer.Between(from, to);
        return shown.Zip(shown.Skip(1)).Count(pair => pair.First.Rendition != pair.Second.Rendition);
    }

    private static Rendition[] Renditions(IEnumerable<ShownFrame> shown) => [.. shown.Select(frame => frame.Rendition).Distinct()];

    private static int Pixels(Rendition rendition) => rendition.MaxSize is { } maxSize ? maxSize.Width * maxSize.Height : 1280 * 720;

    private SimulatedViewer Watch(bool acknowledges, double seconds)
    {
        var viewer = new SimulatedViewer(_wire) { Acknowledges = acknowledges };
        Run(viewer, seconds);
        return viewer;
    }

    private void Run(SimulatedViewer viewer, double seconds) => Run([viewer], seconds);

    private void Run(SimulatedViewer[] viewers, double seconds)
    {
        TimeSpan end = _wire.Now + TimeSpan.FromSeconds(seconds);
        while (_wire.Now < end)
        {
            _wire.Advance();
            foreach (SimulatedViewer viewer in viewers)
                viewer.Advance();
        }
    }
}
