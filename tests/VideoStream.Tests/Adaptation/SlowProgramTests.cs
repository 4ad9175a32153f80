using VideoStream.Adaptation;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Adaptation;

/// <summary>What programs get that work on each frame before they read the next, on simulated links. Time is the simulation's.</summary>
[Slow]
public sealed class SlowProgramTests : SimulatedLink
{
    /// <summary>
    /// The work on a frame in milliseconds, the least rate, and the greatest age of 95 % of the frames when they are read.
    /// </summary>
    [Theory]
    [InlineData(40, 22, 250)]
    [InlineData(60, 15, 250)]
    [InlineData(100, 9, 400)]
    [InlineData(300, 3, 900)]
    [InlineData(1000, 0.9, 2500)]
    public void A_program_that_answers_pings_reads_recent_frames_in_full_quality(int work, double rate, double age)
    {
        SimulatedViewer viewer = Watch(work, givesReceipts: true, seconds: 30);
        AssertRead(viewer, 5, 30, rate, age);
        // At 40 ms it keeps up for some frames.
        if (work > 40)
            Assert.Equal(LimitedBy.Client, viewer.Report.Limit);
    }

    /// <summary>Its first answer is late, as that of a viewer far behind a proxy.</summary>
    [Theory]
    [InlineData(60, 15, 250)]
    [InlineData(100, 9, 400)]
    [InlineData(120, 8, 400)]
    [InlineData(200, 4.5, 600)]
    public void A_program_that_begins_late_and_acknowledges_its_work_reads_recent_frames(int work, double rate, double age)
    {
        var viewer = new SimulatedViewer(Wire, givesReceipts: true)
        {
            AcknowledgesWork = true,
            Program = { Work = TimeSpan.FromMilliseconds(work), Start = Wire.Now + TimeSpan.FromMilliseconds(300) },
        };
        Run(viewer, 30);
        AssertRecent(viewer, 0.5, 30, rate, age);
    }

    [Theory]
    [InlineData(100, 8, 400)]
    [InlineData(300, 3, 900)]
    public void A_program_that_can_only_be_seen_by_its_receive_window_reads_recent_frames_in_full_quality(int work, double rate, double age)
    {
        SimulatedViewer viewer = Watch(work, givesReceipts: false, seconds: 30);
        AssertRead(viewer, 5, 30, rate, age);
        Assert.Equal(LimitedBy.Client, viewer.Report.Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_program_that_becomes_slow_and_fast_again_has_each_frame_again(bool givesReceipts)
    {
        SimulatedViewer viewer = Watch(0, givesReceipts, seconds: 10);
        viewer.Program.Work = TimeSpan.FromMilliseconds(200);
        Run(viewer, 10);
        AssertRead(viewer, 13, 20, 4, 700);
        viewer.Program.Work = TimeSpan.Zero;
        Run(viewer, 10);
        AssertRead(viewer, 25, 30, 29, 100);
        Assert.Equal(LimitedBy.Camera, viewer.Report.Limit);
    }

    [Theory]
    [InlineData(30, 29)]
    [InlineData(200, 29)]
    public void A_program_that_keeps_up_is_asked_rarely_on_any_link(int delay, double rate)
    {
        Wire.Delay = TimeSpan.FromMilliseconds(delay);
        SimulatedViewer viewer = Watch(10, givesReceipts: true, seconds: 30);
        AssertRead(viewer, 5, 30, rate, delay + 100);
        Assert.InRange(viewer.Program.Asked, 10, 40);
    }

    /// <summary>The work on a frame in milliseconds, the library's queue, and the delay of the wire.</summary>
    [Theory]
    [InlineData(100, 32, 1)]
    [InlineData(100, 32, 60)]
    [InlineData(100, 8, 1)]
    [InlineData(60, 32, 1)]
    [InlineData(300, 16, 1)]
    public void A_program_whose_library_reads_ahead_soon_works_on_recent_frames(int work, int readsAhead, int delay)
    {
        Wire.Delay = TimeSpan.FromMilliseconds(delay);
        var viewer = new SimulatedViewer(Wire, givesReceipts: true)
        {
            Program = { Work = TimeSpan.FromMilliseconds(work), ReadsAhead = readsAhead },
        };
        Run(viewer, 120);
        ShownFrame[] read = [.. viewer.Program.Read.Where(frame => frame.At.TotalSeconds > 60)];
        double[] ages = [.. read.Select(frame => frame.Age.TotalMilliseconds).Order()];
        double gap = read.Zip(read.Skip(1), (a, b) => (b.At - a.At).TotalMilliseconds).Max();
        // The queue is filled now and then, so the oldest frames are as old as the whole queue.
        Assert.InRange(ages[ages.Length / 2], 0, 300);
        Assert.InRange(ages[^1], 0, (readsAhead + 7) * work);
        Assert.InRange(read.Length * work / 60_000.0, 0.9, 1.1);
        Assert.InRange(gap, 0, 10 * work);
        Assert.Equal([Full], Renditions(read));
        Assert.Equal(LimitedBy.Client, viewer.Report.Limit);
    }

    [Fact]
    public void A_program_without_a_queue_is_rarely_paused_to_look_for_one()
    {
        SimulatedViewer viewer = Watch(100, givesReceipts: true, seconds: 120);
        AssertRead(viewer, 5, 120, 9.5, 400);
        IReadOnlyList<ShownFrame> read = viewer.Program.Read;
        int gaps = read.Zip(read.Skip(1), (a, b) => b.At - a.At).Count(gap => gap.TotalMilliseconds > 250);
        Assert.InRange(gaps, 1, 6);
    }

    [Fact]
    public void A_client_that_never_answers_gets_all_frames()
    {
        var viewer = new SimulatedViewer(Wire, givesReceipts: true) { Program = { Answers = false } };
        Run(viewer, 30);
        AssertRead(viewer, 3, 30, 29, 100);
        Assert.InRange(viewer.Program.Asked, 3, 40);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_slow_link_is_not_taken_for_a_slow_program(double megabits)
    {
        Wire.Megabits = megabits;
        SimulatedViewer viewer = Watch(0, givesReceipts: true, seconds: 30);
        Assert.Equal(LimitedBy.Link, viewer.Report.Limit);
        ShownFrame[] read = [.. viewer.Program.Read.Where(frame => frame.At.TotalSeconds > 5)];
        Assert.InRange(read.Length / 25.0, 15, 31);
    }

    private static void AssertRead(SimulatedViewer viewer, double from, double to, double rate, double age)
    {
        ShownFrame[] read = AssertRecent(viewer, from, to, rate, age);
        Assert.Equal([Full], Renditions(read));
    }

    private static ShownFrame[] AssertRecent(SimulatedViewer viewer, double from, double to, double rate, double age)
    {
        ShownFrame[] read = [.. viewer.Program.Read.Where(frame => frame.At.TotalSeconds >= from && frame.At.TotalSeconds < to)];
        double[] ages = [.. read.Select(frame => frame.Age.TotalMilliseconds).Order()];
        Assert.InRange(read.Length / (to - from), rate, 31);
        Assert.InRange(ages[(int)((ages.Length - 1) * 0.95)], 0, age);
        return read;
    }

    private SimulatedViewer Watch(int work, bool givesReceipts, double seconds)
    {
        var viewer = new SimulatedViewer(Wire, givesReceipts: givesReceipts) { Program = { Work = TimeSpan.FromMilliseconds(work) } };
        Run(viewer, seconds);
        return viewer;
    }
}
