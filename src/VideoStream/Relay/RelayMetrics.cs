using System.Diagnostics.Metrics;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Relay;

/// <summary>The metrics of publishing and relaying. Read when they are collected.</summary>
internal sealed class RelayMetrics
{
    public const string MeterName = "VideoStream.Relay";

    private readonly NatsPublisher _publisher;
    private readonly CameraRegistry _cameras;
    private readonly Upstreams _upstreams;

    public RelayMetrics(NatsPublisher publisher, CameraRegistry cameras, Upstreams upstreams, IMeterFactory meters)
    {
        (_publisher, _cameras, _upstreams) = (publisher, cameras, upstreams);
        Meter meter = meters.Create(MeterName);
        CreateCounters(meter);
        meter.CreateObservableUpDownCounter(
            "videostream.relay.published_variants",
            () => Each(counts => counts.Variants),
            "{variant}",
            "Variants that are published now, because relays ask for them.");
        meter.CreateObservableUpDownCounter(
            "videostream.relay.leases",
            () => Each(counts => counts.Leases),
            "{lease}",
            "Variants that relays ask for now, each counted once for each relay.");
        meter.CreateObservableUpDownCounter(
            "videostream.relay.received_variants",
            () => Received(upstream => upstream.Variants),
            "{variant}",
            "Variants of a relayed camera that this service asks for now, and that are published.");
        meter.CreateObservableGauge(
            "videostream.relay.clock_offset",
            Offsets,
            "s",
            "How far the clock that the capture times of a relayed camera are by is ahead of this service's; 0 for other cameras.");
    }

    private void CreateCounters(Meter meter)
    {
        meter.CreateObservableCounter(
            "videostream.relay.published_frames",
            () => Each(counts => counts.Frames),
            "{frame}",
            "Frames that were published to NATS, over all variants.");
        meter.CreateObservableCounter(
            "videostream.relay.too_long_frames",
            () => Each(counts => counts.TooLong),
            "{frame}",
            "Frames that are longer than the NATS server takes, and were not published.");
        meter.CreateObservableCounter(
            "videostream.relay.received_frames",
            () => Received(upstream => upstream.Frames),
            "{frame}",
            "Frames of a relayed camera that came, over all variants.");
        meter.CreateObservableCounter(
            "videostream.relay.dropped_backlogs",
            () => Received(upstream => upstream.Server.Drops),
            "{connection}",
            "How often the connection to the NATS server of a relayed camera was made anew, because frames waited there.");
    }

    private IEnumerable<Measurement<long>> Each(Func<PublishedCounts, long> count) =>
        from camera in _cameras.All
        let counts = _publisher.Find(camera)?.Counts ?? default
        select new Measurement<long>(count(counts), NameOf(camera));

    private IEnumerable<Measurement<T>> Received<T>(Func<Upstream, T> read)
        where T : struct =>
        from camera in _cameras.All
        select new Measurement<T>(_upstreams.Find(camera) is { } upstream ? read(upstream) : default, NameOf(camera));

    private IEnumerable<Measurement<double>> Offsets() => Received(upstream => upstream.ClockOffset.TotalSeconds);

    private static KeyValuePair<string, object?> NameOf(Camera camera) => new("camera.name", camera.Name);
}
