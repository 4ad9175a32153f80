using System.Diagnostics.Metrics;
using System.Text.Json;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// The metrics of encoding. Counters are read when they are collected, from <see cref="EncodeStatistics"/>. Durations are sampled:
/// <see cref="Sample"/>.
/// </summary>
internal sealed class EncodingMetrics
{
    public const string MeterName = "VideoStream.Encoding";

    private static readonly VariantKind[] Kinds = Enum.GetValues<VariantKind>();

    private static readonly Codec[] Codecs = Enum.GetValues<Codec>();

    private readonly VariantRegistry _variants;
    private readonly Histogram<double> _duration;

    // The number of each stream's frame that was sampled last.
    private Dictionary<VariantStream, long> _sampled = [];

    public EncodingMetrics(VariantRegistry variants, EncoderThreads threads, IMeterFactory meters)
    {
        _variants = variants;
        Meter meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "videostream.encoding.duration",
            "s",
            "Time to resize, draw and encode one frame. The newest encode of each variant is sampled once a second.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1],
            });
        CreateCounters(meter);
        meter.CreateObservableUpDownCounter(
            "videostream.encoding.active_variants", ActiveVariants, "{variant}", "Variants that are watched now.");
        meter.CreateObservableGauge(
            "videostream.encoding.rung_kilobits", RungKilobits, "{kbit/s}", "Bitrate of the H.264 that is encoded now, over all rungs.");
        meter.CreateObservableUpDownCounter(
            "videostream.encoding.queued_encodes", () => threads.Queued, "{encode}", "Encodes that wait for a thread.");
    }

    /// <summary>Samples how long the newest encode of each variant took. Called by one thread, once a second.</summary>
    public void Sample()
    {
        var sampled = new Dictionary<VariantStream, long>();
        foreach (VariantSet set in _variants.All)
        {
            foreach (VariantStream stream in set.Streams)
            {
                if (stream.Latest is not { EncodeTime: { } duration } frame)
                    continue;
                sampled[stream] = frame.Stamp.Number;
                if (_sampled.GetValueOrDefault(stream) != frame.Stamp.Number)
                    _duration.Record(duration.TotalSeconds, NameOf(set), KindTag(stream.Variant.Kind), CodecTag(frame.Codec));
            }
        }

        _sampled = sampled;
    }

    private void CreateCounters(Meter meter)
    {
        meter.CreateObservableCounter("videostream.encoding.encoded_frames", EncodedFrames, "{frame}", "Frames encoded.");
        meter.CreateObservableCounter(
            "videostream.encoding.passed_through_frames",
            () => Each(set => set.Statistics.PassedThrough),
            "{frame}",
            "Frames sent as the camera's own JPEG or H.264, each counted once for all viewers.");
        meter.CreateObservableCounter(
            "videostream.encoding.decoded_frames",
            () => Each(set => set.Camera.Decoder.Count),
            "{frame}",
            "Frames of the camera's own H.264 that were decoded, because somebody needs pixels.");
        meter.CreateObservableCounter(
            "videostream.encoding.duplicate_frames",
            () => Each(set => set.Statistics.Duplicates),
            "{frame}",
            "Frames that showed the same as the one before and were not encoded again.");
        meter.CreateObservableCounter(
            "videostream.encoding.time",
            () => Each(set => set.Statistics.Total.TotalSeconds),
            "s",
            "Time of all encodes together: its rate is the number of cores that encode.");
        CreateFailureCounters(meter);
    }

    private void CreateFailureCounters(Meter meter)
    {
        meter.CreateObservableCounter(
            "videostream.encoding.failed_frames",
            () => Each(set => set.Statistics.Failures),
            "{frame}",
            "Frames that could not be encoded.");
        meter.CreateObservableCounter(
            "videostream.encoding.encoder_failures",
            () => Each(set => set.EncoderFailures.Count),
            "{failure}",
            "Failures of encoders that are processes (H264:Encoder). Another one is started after each.");
    }

    private IEnumerable<Measurement<int>> ActiveVariants() =>
        from set in _variants.All
        from codec in Codecs
        let count = set.Streams.Count(stream => stream.Variant.Encoding.IsH264 == (codec == Codec.H264))
        select new Measurement<int>(count, NameOf(set), CodecTag(codec));

    /// <summary>What a relay receives is encoded elsewhere.</summary>
    private IEnumerable<Measurement<int>> RungKilobits() => Each(set => set.Streams
        .Where(stream => stream.Latest is { EncodeTime: not null })
        .Sum(stream => stream.Variant.Encoding.Kilobits));

    private IEnumerable<Measurement<long>> EncodedFrames() =>
        from set in _variants.All
        from kind in Kinds
        from codec in Codecs
        select new Measurement<long>(set.Statistics.EncodesOf(kind, codec), NameOf(set), KindTag(kind), CodecTag(codec));

    private IEnumerable<Measurement<T>> Each<T>(Func<VariantSet, T> read)
        where T : struct => _variants.All.Select(set => new Measurement<T>(read(set), NameOf(set)));

    private static KeyValuePair<string, object?> NameOf(VariantSet set) => new("camera.name", set.Camera.Name);

    private static KeyValuePair<string, object?> KindTag(VariantKind kind) => Tag("variant.kind", kind.ToString());

    private static KeyValuePair<string, object?> CodecTag(Codec codec) => Tag("codec", codec.ToString());

    private static KeyValuePair<string, object?> Tag(string name, string value) =>
        new(name, JsonNamingPolicy.SnakeCaseLower.ConvertName(value));
}
