using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

/// <summary>Metrics cost a frame nothing, whether somebody collects them or not.</summary>
public sealed class MetricsCostTests
{
    [Fact]
    public async Task No_frame_and_no_acknowledgement_pushes_a_measurement()
    {
        await using var delivery = new InlineDelivery();
        using var meters = new TestMeters();
        AddMetrics(delivery, meters);
        for (int i = 0; i < DeliveryCost.FramesARound; i++)
        {
            delivery.Deliver();
            Assert.True(delivery.Viewer.Acknowledge(delivery.Sink.Last));
        }

        Assert.Equal(DeliveryCost.FramesARound, delivery.Sink.Frames);
        Assert.Empty(meters.Pushed());
    }

    [Fact]
    public async Task A_frame_and_its_acknowledgement_allocate_the_same_with_and_without_metrics()
    {
        await using var delivery = new InlineDelivery();
        long before = DeliveryCost.Least(delivery);
        var meters = new TestMeters();
        var (encoding, viewers) = AddMetrics(delivery, meters);
        int collected = 0;
        long with = DeliveryCost.Least(delivery, () =>
        {
            encoding.Sample();
            viewers.Sample();
            collected += meters.Collect().Length;
        });

        meters.Dispose();
        long after = DeliveryCost.Least(delivery);
        Assert.True(collected > 0);
        // Code that has run often is compiled again, and can allocate less then.
        Assert.InRange(with, 1, Math.Max(before, after));
    }

    private static (EncodingMetrics Encoding, ViewerMetrics Viewers) AddMetrics(InlineDelivery delivery, TestMeters meters)
    {
        _ = new CameraMetrics(delivery.Cameras, meters);
        return (
            new EncodingMetrics(delivery.Variants, delivery.Threads, meters),
            new ViewerMetrics(delivery.Viewers, delivery.Cameras, delivery.Options, meters));
    }
}
