using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

public sealed class ViewerMetricsTests : IAsyncDisposable
{
    private static readonly string[] OfViewer = ["camera.name=gate", "viewer.transport=websocket"];

    private readonly TestMeters _meters = new();
    private readonly InlineDelivery _delivery = new();
    private readonly ViewerMetrics _metrics;

    public ViewerMetricsTests() => _metrics = new ViewerMetrics(_delivery.Viewers, _delivery.Cameras, _delivery.Options, _meters);

    public async ValueTask DisposeAsync()
    {
        await _delivery.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public async Task What_a_viewer_was_sent_is_summed_up_and_stays_when_it_has_ended()
    {
        for (int i = 0; i < 5; i++)
            _delivery.Deliver();
        Assert.Equal(5, Value("sent_frames"));
        Assert.Equal(_delivery.Sink.Bytes, Value("sent"));
        Assert.Equal((1, 1), (Value("visits"), Value("active", "viewer.limit=camera")));

        await _delivery.EndAsync();
        Assert.Equal(5, Value("sent_frames"));
        Assert.Equal(_delivery.Sink.Bytes, Value("sent"));
        Assert.Equal((1, 0), (Value("visits"), Value("active", "viewer.limit=camera")));
    }

    [Fact]
    public async Task A_viewer_that_has_ended_and_one_that_follows_count_together()
    {
        _delivery.Deliver();
        await _delivery.EndAsync();
        var sink = new CountingSink();
        (Viewer viewer, Task running) = _delivery.Admit(sink);
        _delivery.Deliver();
        Assert.Equal((2, 2), (Value("sent_frames"), Value("visits")));
        viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(running);
        // Collected again and again, nothing is counted twice.
        Assert.Equal((2, 2), (Value("sent_frames"), Value("visits")));
        Assert.Equal(2, Value("sent_frames"));
    }

    [Fact]
    public async Task Each_transport_counts_for_itself()
    {
        (Viewer viewer, Task running) = _delivery.Admit(new CountingSink(), ViewerTransport.Mjpeg);
        _delivery.Deliver();
        Assert.Equal(1, _meters.Value("videostream.viewer.sent_frames", "viewer.transport=mjpeg"));
        Assert.Equal(1, Value("sent_frames"));
        viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(running);
    }

    [Fact]
    public void Skipped_frames_count_for_what_limited_the_viewer_when_they_were_counted()
    {
        _delivery.Deliver();
        Skip(4);
        Assert.Equal(4, Value("skipped_frames", "skip.reason=other"));

        Skip(3);
        var pause = new SettingsChange();
        pause.Add(settings => settings with { Paused = true });
        _delivery.Viewer.Change(pause);
        Assert.Equal(3, Value("skipped_frames", "skip.reason=client"));
        Assert.Equal(4, Value("skipped_frames", "skip.reason=other"));
        Assert.Equal(0, Value("skipped_frames", "skip.reason=link"));
    }

    [Fact]
    public void A_change_of_the_rendition_is_counted()
    {
        _delivery.Viewer.Counters.AddRenditionChange();
        Assert.Equal(1, Value("rendition_changes"));
    }

    [Fact]
    public void Places_are_shown_with_their_limit()
    {
        Assert.Equal(1, _meters.Value("videostream.viewer.place.usage"));
        Assert.Equal(3, _meters.Value("videostream.viewer.place.limit"));
    }

    [Fact]
    public void The_ages_of_the_newest_frame_are_sampled_once()
    {
        _delivery.Deliver(after: TimeSpan.FromMilliseconds(20));
        _metrics.Sample();
        TestMeasurement sent = Assert.Single(_meters.Pushed());
        Assert.Equal("videostream.viewer.frame.age_at_send", sent.Instrument.Name);
        Assert.Equal(0.020, sent.Value, 4);
        Assert.Equal(OfViewer, sent.Labels);

        _delivery.Time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(_delivery.Viewer.Acknowledge(_delivery.Sink.Last));
        _metrics.Sample();
        TestMeasurement arrived = Assert.Single(_meters.Pushed());
        Assert.Equal("videostream.viewer.frame.age_at_arrival", arrived.Instrument.Name);
        // Half of the round trip is the path back.
        Assert.Equal(0.025, arrived.Value, 4);

        _metrics.Sample();
        Assert.Empty(_meters.Pushed());
    }

    private double Value(string name, params string[] labels) => _meters.Value("videostream.viewer." + name, [.. OfViewer, .. labels]);

    /// <summary>Captures frames that the viewer gets too late, and one that it gets.</summary>
    private void Skip(int frames)
    {
        for (int i = 0; i < frames; i++)
            _delivery.Capture();
        _delivery.Deliver();
    }
}
