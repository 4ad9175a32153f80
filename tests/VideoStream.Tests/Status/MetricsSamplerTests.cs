using VideoStream.Encoding;
using VideoStream.Status;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Status;

public sealed class MetricsSamplerTests
{
    [Fact]
    public async Task Ages_and_durations_are_sampled_once_a_second()
    {
        await using var delivery = new InlineDelivery();
        using var meters = new TestMeters();
        using var stop = new CancellationTokenSource();
        var sampler = new MetricsSampler(
            new EncodingMetrics(delivery.Variants, delivery.Threads, meters),
            new ViewerMetrics(delivery.Viewers, delivery.Cameras, delivery.Options, meters),
            delivery.Time);
        Task running = sampler.RunAsync(stop.Token);
        var sampled = new List<TestMeasurement>();

        for (int second = 1; second <= 3; second++)
        {
            for (int frame = 0; frame < 5; frame++)
                delivery.Deliver();
            delivery.Time.Advance(TimeSpan.FromSeconds(1));
            Limit.Until(() =>
            {
                sampled.AddRange(meters.Pushed());
                return sampled.Count == 2 * second;
            });
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
        Assert.Equal(3, sampled.Count(measured => measured.Instrument.Name == "videostream.encoding.duration"));
        Assert.Equal(3, sampled.Count(measured => measured.Instrument.Name == "videostream.viewer.frame.age_at_send"));
    }
}
