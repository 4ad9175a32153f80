using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;

namespace VideoStream.Viewers;

/// <summary>
/// The metrics of the viewers, by camera and transport: nothing in them belongs to one viewer. Counters are read when they are collected,
/// from <see cref="ViewerTotals"/>. Ages are sampled: <see cref="Sample"/>.
/// </summary>
internal sealed class ViewerMetrics
{
    public const string MeterName = "VideoStream.Viewers";

    private static readonly ViewerTransport[] Transports = Enum.GetValues<ViewerTransport>();

    private static readonly LimitedBy[] Limits = Enum.GetValues<LimitedBy>();

    private static readonly InstrumentAdvice<double> AgeBuckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly ViewerRegistry _viewers;
    private readonly CameraRegistry _cameras;
    private readonly Histogram<double> _ageAtSend;
    private readonly Histogram<double> _ageAtArrival;

    public ViewerMetrics(ViewerRegistry viewers, CameraRegistry cameras, IOptions<VideoStreamOptions> options, IMeterFactory meters)
    {
        (_viewers, _cameras) = (viewers, cameras);
        Meter meter = meters.Create(MeterName);
        _ageAtSend = meter.CreateHistogram(
            "videostream.viewer.frame.age_at_send",
            "s",
            "Time from the capture of a frame until it is passed to the socket. The newest frame of each viewer is sampled once a second.",
            advice: AgeBuckets);
        _ageAtArrival = meter.CreateHistogram(
            "videostream.viewer.frame.age_at_arrival",
            "s",
            "Time from the capture of a frame until it reaches the viewer. The newest one of each viewer is sampled once a second.",
            advice: AgeBuckets);
        CreateCounters(meter);
        meter.CreateObservableUpDownCounter(
            "videostream.viewer.active", ActiveViewers, "{viewer}", "Viewers now, by what keeps them from getting more or better frames.");
        meter.CreateObservableUpDownCounter(
            "videostream.viewer.place.usage",
            () => viewers.PlacesTaken,
            "{place}",
            "Places taken. The viewers of one page take one together.");
        meter.CreateObservableUpDownCounter(
            "videostream.viewer.place.limit", () => options.Value.WebSocket.MaxClients, "{place}", "Places that there are.");
    }

    /// <summary>Samples the ages of the newest frame of each viewer. Called by one thread, once a second.</summary>
    public void Sample()
    {
        _viewers.Totals.Update();
        foreach (Viewer viewer in _viewers.Viewers)
        {
            AgeSample ages = viewer.SampleAges();
            KeyValuePair<string, object?> camera = NameOf(viewer.Camera), transport = Tag(viewer.Transport);
            if (ages.AtSend is { } atSend)
                _ageAtSend.Record(atSend.TotalSeconds, camera, transport);
            if (ages.AtArrival is { } atArrival)
                _ageAtArrival.Record(atArrival.TotalSeconds, camera, transport);
        }
    }

    private void CreateCounters(Meter meter)
    {
        meter.CreateObservableCounter(
            "videostream.viewer.visits", () => Each(sums => sums.Visits), "{visit}", "Viewers that began.");
        meter.CreateObservableCounter(
            "videostream.viewer.sent_frames", () => Each(sums => sums.Frames), "{frame}", "Frames sent to viewers.");
        meter.CreateObservableCounter(
            "videostream.viewer.sent", () => Each(sums => sums.Bytes), "By", "Bytes of the frames sent to viewers.");
        meter.CreateObservableCounter(
            "videostream.viewer.skipped_frames",
            SkippedFrames,
            "{frame}",
            "Frames that were due and that viewers could not be sent in time, by what limited the viewer in that second.");
        meter.CreateObservableCounter(
            "videostream.viewer.rendition_changes",
            () => Each(sums => sums.RenditionChanges),
            "{change}",
            "How often adaptation chose another quality, size or frame rate for a viewer.");
    }

    private IEnumerable<Measurement<int>> ActiveViewers()
    {
        var active = _viewers.Viewers.CountBy(viewer => (viewer.Camera, viewer.Transport, viewer.Link.Limit)).ToDictionary();
        return
            from camera in _cameras.All
            from transport in Transports
            from limit in Limits
            let count = active.GetValueOrDefault((camera, transport, limit))
            select new Measurement<int>(count, NameOf(camera), Tag(transport), Tag("viewer.limit", limit));
    }

    private Measurement<long>[] SkippedFrames()
    {
        _viewers.Totals.Update();
        return
        [
            .. from camera in _cameras.All
               from transport in Transports
               from limit in Limits
               let skipped = _viewers.Totals.Read(camera.Name, transport, sums => sums.Skipped(limit))
               select new Measurement<long>(skipped, NameOf(camera), Tag(transport), SkipReason(limit)),
        ];
    }

    private Measurement<long>[] Each(Func<ViewerSums, long> read)
    {
        _viewers.Totals.Update();
        return
        [
            .. from camera in _cameras.All
               from transport in Transports
               select new Measurement<long>(_viewers.Totals.Read(camera.Name, transport, read), NameOf(camera), Tag(transport)),
        ];
    }

    private static KeyValuePair<string, object?> NameOf(Camera camera) => new("camera.name", camera.Name);

    private static KeyValuePair<string, object?> Tag(ViewerTransport transport) =>
        new("viewer.transport", transport.ToString().ToLowerInvariant());

    /// <summary>A viewer that only the camera limits has no reason to skip a frame: it was gone when the frame was counted.</summary>
    private static KeyValuePair<string, object?> SkipReason(LimitedBy limit) =>
        limit == LimitedBy.Camera ? new("skip.reason", "other") : Tag("skip.reason", limit);

    private static KeyValuePair<string, object?> Tag(string name, LimitedBy limit) => new(name, limit.ToString().ToLowerInvariant());
}
