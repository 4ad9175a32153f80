namespace VideoStream.Tests.Adaptation;

/// <summary>The age of a frame when it is sent, on a link that often has no room for one.</summary>
public sealed class NewestFrameTests : SimulatedLink
{
    [Theory]
    [InlineData(2, true, true)]
    [InlineData(2, true, false)]
    [InlineData(2, false, true)]
    [InlineData(2, false, false)]
    [InlineData(0.5, true, true)]
    [InlineData(0.5, false, true)]
    public void Each_frame_is_the_newest_when_it_is_sent(double megabits, bool acknowledges, bool adaptive)
    {
        Wire.Megabits = megabits;
        var viewer = new SimulatedViewer(Wire) { Acknowledges = acknowledges };
        viewer.RenditionRequest = viewer.RenditionRequest with { Adaptive = adaptive };
        Run(viewer, 20);
        Assert.NotEmpty(viewer.Shown);
        // The camera captures one every 33 or 34 ms.
        Assert.InRange(viewer.OldestSent.TotalMilliseconds, 0, 34);
    }
}
