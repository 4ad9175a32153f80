namespace VideoStream.Tests.Adaptation;

/// <summary>What viewers see that acknowledge only some frames, late or not at all. Time is the simulation's.</summary>
public sealed class AcknowledgementTests : SimulatedLink
{
    public static MatrixTheoryData<int, bool> Acknowledging { get; } = new([1, 2, 10, 30, 100], [true, false]);

    [Theory]
    [MemberData(nameof(Acknowledging))]
    public void A_client_that_acknowledges_every_nth_frame_gets_full_rate_and_quality(int every, bool hasTcpInfo)
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, AcknowledgesEvery = every, HasTcpInfo = hasTcpInfo };
        Run(viewer, 30);
        AssertFullRate(viewer, 1, 30, longestGap: 200);
        // Without kernel statistics each acknowledgement allows one upgrade.
        if (hasTcpInfo)
            Assert.Equal([Full], Renditions(viewer.Between(1, 30)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_that_acknowledges_three_frames_and_then_none_gets_full_rate_and_quality(bool hasTcpInfo)
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, AcknowledgesUntil = 3, HasTcpInfo = hasTcpInfo };
        Run(viewer, 30);
        AssertFullRate(viewer, 1, 30, longestGap: 200);
        // Without kernel statistics each acknowledgement allows one upgrade.
        if (hasTcpInfo)
            Assert.Equal([Full], Renditions(viewer.Between(1, 30)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_that_draws_for_half_a_second_is_never_more_than_two_frames_behind(bool hasTcpInfo)
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, HasTcpInfo = hasTcpInfo, Drawing = TimeSpan.FromMilliseconds(500) };
        // First it draws what was sent before its acknowledgements showed that it is slow.
        Run(viewer, 20);
        int most = 0;
        while (Wire.Now < TimeSpan.FromSeconds(60))
        {
            Run(viewer, SimulatedWire.Step.TotalSeconds);
            most = Math.Max(most, viewer.Unacknowledged);
        }

        Assert.InRange(most, 1, 2);
        Assert.InRange(viewer.Between(20, 60).Length, 70, 82);
    }

    [Fact]
    public void A_client_that_acknowledged_slowly_and_then_not_at_all_gets_full_rate_again()
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, Drawing = TimeSpan.FromMilliseconds(500) };
        Run(viewer, 20);
        viewer.AcknowledgesUntil = 0;
        Run(viewer, 60);
        Assert.InRange(LongestGap(viewer, 20, 80), 0, 3000);
        AssertFullRate(viewer, 65, 80, longestGap: 200);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void A_client_that_is_slow_and_acknowledges_every_nth_frame_gets_what_it_can_draw(int every)
    {
        // It can draw 20 frames a second.
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, AcknowledgesEvery = every, Drawing = TimeSpan.FromMilliseconds(50) };
        Run(viewer, 60);
        Assert.InRange(viewer.Between(10, 60).Length / 50.0, 8, 22);
        Assert.InRange(LongestGap(viewer, 1, 60), 0, 3000);
    }

    [Theory]
    [InlineData(20, 30, 200)]
    [InlineData(5, 12, 250)]
    [InlineData(2, 8, 350)]
    [InlineData(0.5, 2, 900)]
    public void Frames_stay_recent_on_a_slow_link_for_a_client_that_acknowledges_every_tenth(double megabits, double rate, double age)
    {
        Wire.Megabits = megabits;
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, AcknowledgesEvery = 10 };
        Run(viewer, 33);
        ShownFrame[] shown = viewer.Between(3, 33);
        Assert.InRange(shown.Length / 30.0, rate * 0.99, 30.5);
        Assert.InRange(shown.Select(frame => frame.Age.TotalMilliseconds).Order().ElementAt(shown.Length * 95 / 100), 0, age);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Frames_stay_recent_on_a_slow_link_without_kernel_statistics(int every)
    {
        Wire.Megabits = 2;
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, AcknowledgesEvery = every, HasTcpInfo = false };
        Run(viewer, 60);
        ShownFrame[] shown = viewer.Between(10, 60);
        Assert.InRange(shown.Length / 50.0, 8, 30.5);
        Assert.InRange(shown.Select(frame => frame.Age.TotalMilliseconds).Order().ElementAt(shown.Length * 95 / 100), 0, 500);
    }

    [Fact]
    public void A_client_without_kernel_statistics_that_never_acknowledges_gets_what_it_asked_for()
    {
        var viewer = new SimulatedViewer(Wire) { HasTcpInfo = false };
        Run(viewer, 30);
        Assert.Equal([Full], Renditions(viewer.Between(3, 30)));
        AssertFullRate(viewer, 1, 30, longestGap: 200);
    }

    [Fact]
    public void A_client_without_kernel_statistics_that_stops_acknowledging_gets_what_it_asked_for()
    {
        Wire.Megabits = 2;
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true, HasTcpInfo = false };
        Run(viewer, 20);
        Assert.NotEqual(Full, viewer.Rendition);
        Wire.Megabits = 100;
        viewer.AcknowledgesUntil = 0;
        Run(viewer, 30);
        Assert.Equal([Full], Renditions(viewer.Between(35, 50)));
    }

    private static void AssertFullRate(SimulatedViewer viewer, double from, double to, double longestGap)
    {
        Assert.InRange(Rate(viewer, from, to), 29.9, 30.5);
        Assert.InRange(LongestGap(viewer, from, to), 0, longestGap);
    }

    /// <summary>In milliseconds.</summary>
    private static double LongestGap(SimulatedViewer viewer, double from, double to)
    {
        TimeSpan[] times = [.. viewer.Between(from, to).Select(frame => frame.At), TimeSpan.FromSeconds(to)];
        return times.Zip(times.Skip(1), (a, b) => b - a).Max().TotalMilliseconds;
    }
}
