using VideoStream.Adaptation;
using VideoStream.Encoding;

namespace VideoStream.Tests.Adaptation;

/// <summary>What viewers see who share a link, stop reading, draw slowly, or ask for something else. Time is the simulation's.</summary>
public sealed class SimulatedViewerTests : SimulatedLink
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_that_are_late_because_of_the_service_do_not_change_the_rendition_and_their_age_is_bounded(bool acknowledges)
    {
        SimulatedViewer viewer = Watch(acknowledges, 10);
        viewer.IsServerLate = true;
        // Until some encodes were late.
        Run(viewer, 2);
        Wire.Megabits = 5;
        Run(viewer, 10);
        Assert.Equal([Full], Renditions(viewer.Between(10, 22)));
        Assert.InRange(Age(viewer, 13, 22, 1), 0, 500);
        viewer.IsServerLate = false;
        Run(viewer, 2);
        Assert.NotEqual(Full, viewer.Rendition);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(200)]
    [InlineData(600)]
    public void A_viewer_far_behind_a_proxy_gets_what_it_asks_for(int roundTrip)
    {
        var viewer = new SimulatedViewer(Wire, givesReceipts: true)
        {
            Acknowledges = true,
            BehindProxy = TimeSpan.FromMilliseconds(roundTrip),
        };
        Run(viewer, 20);
        Assert.Equal([Full], Renditions(viewer.Between(2, 20)));
        Assert.InRange(Rate(viewer, 2, 20), 28, 30.5);
        Assert.Equal(LimitedBy.Camera, viewer.Report.Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_viewers_share_a_link_fairly(bool acknowledges)
    {
        Wire.Megabits = 5;
        SimulatedViewer first = Watch(acknowledges, 10);
        var second = new SimulatedViewer(Wire) { Acknowledges = acknowledges };
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
        Wire.Megabits = 6;
        var viewer = new SimulatedViewer(Wire) { Acknowledges = acknowledges };
        var download = new SimulatedConnection(Wire, _ => { }) { LargestWindow = 75_000 };
        var part = new SentFrame(0, 100_000, TimeSpan.Zero, TimeSpan.Zero);
        while (Wire.Now < TimeSpan.FromSeconds(40))
        {
            if (!download.IsSending)
                download.Send(part);
            Wire.Advance();
            download.Advance();
            viewer.Advance();
        }

        // It takes some changes to see whose queue it is.
        Assert.InRange(Rate(viewer, 10, 40), 20, 30.5);
        Assert.InRange(Age(viewer, 5, 40, 0.95), 0, 300);
        Assert.InRange(viewer.Between(20, 40).Sum(frame => frame.Bytes) * 8 / 20e6 / Wire.Megabits, 0.15, 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_viewer_that_refuses_adaptation_keeps_its_rendition_and_gets_fewer_frames(bool acknowledges)
    {
        Wire.Megabits = 5;
        var viewer = new SimulatedViewer(Wire) { Acknowledges = acknowledges };
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
        Wire.Megabits = 20;
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

    [Fact]
    public void A_viewer_that_draws_slowly_gets_less_and_its_limit_is_not_the_link()
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true };
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
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true };
        Run(viewer, 5);
        viewer.Drawing = TimeSpan.FromHours(1);
        Run(viewer, 20);
        Assert.InRange(Rate(viewer, 20, 25), 29, 30.5);
    }

    [Fact]
    public void The_first_frame_is_small_and_in_full_size()
    {
        Wire.Megabits = 2;
        SimulatedViewer viewer = Watch(acknowledges: true, 5);
        Assert.Equal(new Rendition(VariantEncoding.Jpeg(30), null, 30), viewer.Shown[0].Rendition);
    }

    [Fact]
    public void A_camera_s_own_jpeg_is_sent_at_once_and_encoded_if_the_link_does_not_carry_it()
    {
        var viewer = new SimulatedViewer(Wire) { Acknowledges = true };
        viewer.RenditionRequest = viewer.RenditionRequest with { IsPassthrough = true };
        Run(viewer, 5);
        Assert.Equal([Full], Renditions(viewer.Shown));
        Wire.Megabits = 2;
        Run(viewer, 10);
        Assert.InRange(Age(viewer, 8, 15, 0.95), 0, 250);
        Assert.InRange(Pixels(viewer.Rendition), 320 * 180, 640 * 360);
    }
}
