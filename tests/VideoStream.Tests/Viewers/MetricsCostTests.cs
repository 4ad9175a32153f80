using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

/// <summary>Metrics cost a frame nothing, whether somebody collects them or not.</summary>
public sealed class MetricsCostTests
{
    private const int Rounds = 8, FramesARound = 50;

    [Fact]
    public async Task No_frame_and_no_acknowledgement_pushes_a_measurement()
    {
        await using var delivery = new InlineDelivery();
        using var meters = new TestMeters();
        AddMetrics(delivery, meters);
        for (int i = 0; i < FramesARound; i++)
        {
            delivery.Deliver();
            Assert.True(delivery.Viewer.Acknowledge(delivery.Sink.Last));
        }

        Assert.Equal(FramesARound, delivery.Sink.Frames);
        Assert.Empty(meters.Pushed());
    }

    [Fact]
    public async Task A_frame_and_its_acknowledgement_allocate_the_same_with_and_without_metrics()
    {
        await using var delivery = new InlineDelivery();
        long before = Least(delivery, () => { });
        var meters = new TestMeters();
        var (encoding, viewers) = AddMetrics(delivery, meters);
        int collected = 0;
        long with = Least(delivery, () =>
        {
            encoding.Sample();
            viewers.Sample();
            collected += meters.Collect().Length;
        });

        meters.Dispose();
        long after = Least(delivery, () => { });
        Assert.True(collected > 0);
        // Code that has run often is compiled again, and can allocate less then.
        Assert.InRange(with, 1, Math.Max(before, after));
    }

    /// <summary>The bytes that the frames of a round allocate. The least: buffers grow, and the pool is trimmed at times.</summary>
    private static long Least(InlineDelivery delivery, Action betweenRounds)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < FramesARound; i++)
            {
                delivery.Deliver();
                delivery.Viewer.Acknowledge(delivery.Sink.Last);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            betweenRounds();
        }

        return least;
    }

    private static (EncodingMetrics Encoding, ViewerMetrics Viewers) AddMetrics(InlineDelivery delivery, TestMeters meters)
    {
        _ = new CameraMetrics(delivery.Cameras, meters);
        return (
            new EncodingMetrics(delivery.Variants, delivery.Threads, meters),
            new ViewerMetrics(delivery.Viewers, delivery.Cameras, delivery.Options, meters));
    }
}
