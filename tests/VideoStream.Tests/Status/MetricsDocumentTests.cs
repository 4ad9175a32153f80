using System.Diagnostics.Metrics;
using System.Text.Json;
using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Hosting;
using VideoStream.Tests.Support;
using VideoStream.Transports.Connections;
using VideoStream.Viewers;

namespace VideoStream.Tests.Status;

/// <summary>
/// The tables in docs/metrics.md have each instrument with its type, unit and labels, each label's values, and nothing else.
/// </summary>
public sealed class MetricsDocumentTests
{
    private const string MetricsHeader = "| metric | in Prometheus | type | unit | labels | meaning |";

    private const string LabelsHeader = "| label | values |";

    [Fact]
    public async Task The_table_has_every_metric_with_its_type_unit_and_labels_and_no_other()
    {
        TestMeasurement[] measured = await MeasureAsync();
        string[] metrics =
        [
            .. measured.GroupBy(measurement => measurement.Instrument, (instrument, measurements) =>
                $"{instrument.Name} {TypeOf(instrument)} {instrument.Unit} {string.Join(", ", LabelsOf(measurements))}"),
        ];
        Assert.Equal(
            metrics.Order(StringComparer.Ordinal),
            Rows(MetricsHeader).Select(cells => $"{cells[0]} {cells[2]} {cells[3]} {cells[4]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_label_has_the_values_of_its_type()
    {
        string[] limits = [.. Enum.GetNames<LimitedBy>().Select(name => name.ToLowerInvariant())];
        string[] labels =
        [
            "camera.name the names of the cameras in the configuration",
            Label<CameraState>("camera.state"),
            Label<CameraFaultCategory>("fault.category"),
            Label<VariantKind>("variant.kind"),
            Label<Codec>("codec"),
            "viewer.transport " + string.Join(", ", Enum.GetNames<ViewerTransport>().Select(name => name.ToLowerInvariant())),
            "viewer.limit " + string.Join(", ", limits),
            "skip.reason " + string.Join(", ", limits.Select(limit => limit == "camera" ? "other" : limit)),
            Label<RefusalCause>("refusal.reason"),
        ];
        Assert.Equal(labels, Rows(LabelsHeader).Select(cells => $"{cells[0]} {cells[1]}"));
    }

    [Fact]
    public async Task No_label_has_a_value_of_one_viewer_alone()
    {
        string[] labels = [.. (await MeasureAsync()).SelectMany(measured => measured.Labels).Distinct()];
        string[] documented = [.. Rows(LabelsHeader)
            .SelectMany(cells => cells[1].Split(", ").Select(value => $"{cells[0]}={value}")), "camera.name=gate"];
        Assert.Empty(labels.Except(documented));
    }

    /// <summary>All instruments of the service, with a viewer that has acknowledged a frame.</summary>
    private static async Task<TestMeasurement[]> MeasureAsync()
    {
        await using var delivery = new InlineDelivery();
        using var meters = new TestMeters();
        using var cameras = new ConfiguredCameras(delivery.Time);
        using BackgroundLoops loops = Loops.Of(cameras, new ScriptedReaders(), delivery.Time);
        _ = new CameraMetrics(delivery.Cameras, meters);
        _ = new RefusalMetrics(new RefusalCounts(), meters);
        _ = new ConnectionMetrics(new ConnectionBudget(2), meters);
        _ = new LoopMetrics(loops, meters);
        _ = TestUpstreams.Metrics(delivery.Variants, delivery.Cameras, delivery.Time, meters);
        var encoding = new EncodingMetrics(delivery.Variants, delivery.Threads, meters);
        var viewers = new ViewerMetrics(delivery.Viewers, delivery.Cameras, delivery.Options, meters);
        delivery.Deliver();
        Assert.True(delivery.Viewer.Acknowledge(delivery.Sink.Last));
        encoding.Sample();
        viewers.Sample();
        return [.. meters.Pushed(), .. meters.Collect()];
    }

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "ObservableCounter" => "counter",
        "ObservableUpDownCounter" or "ObservableGauge" => "gauge",
        "Histogram" => "histogram",
        var other => other,
    };

    private static IEnumerable<string> LabelsOf(IEnumerable<TestMeasurement> measurements) =>
        measurements.First().Labels.Select(label => label.Split('=')[0]);

    private static string Label<T>(string name)
        where T : struct, Enum =>
        $"{name} {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}";

    /// <summary>The cells of a table's rows, without backticks.</summary>
    private static IEnumerable<string[]> Rows(string header) => Repository.Lines("docs/metrics.md")
        .SkipWhile(line => line != header)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray());
}
