using VideoStream.Encoding;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding;

public sealed class EncodingMetricsTests : IAsyncDisposable
{
    private readonly TestMeters _meters = new();
    private readonly InlineDelivery _delivery = new();
    private readonly EncodingMetrics _metrics;

    public EncodingMetricsTests() => _metrics = new EncodingMetrics(_delivery.Variants, _delivery.Threads, _meters);

    public async ValueTask DisposeAsync()
    {
        await _delivery.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public void Encodes_count_by_the_kind_of_their_variant()
    {
        // The viewer asks for the on-screen display.
        for (int i = 0; i < 3; i++)
            _delivery.Deliver();
        Assert.Equal(3, Value("encoded_frames", "variant.kind=osd", "codec=jpeg"));
        Assert.Equal(0, Value("encoded_frames", "variant.kind=osd", "codec=h264"));
        Assert.Equal(0, Value("encoded_frames", "variant.kind=plain", "codec=jpeg"));
        Assert.Equal((0, 0, 0), (Value("passed_through_frames"), Value("duplicate_frames"), Value("failed_frames")));
        Assert.Equal((1, 0), (Value("active_variants", "codec=jpeg"), Value("active_variants", "codec=h264")));
        Assert.Equal(0, _meters.Value("videostream.encoding.queued_encodes"));
    }

    [Fact]
    public void Failures_of_encoders_that_are_processes_count()
    {
        Assert.Equal(0, Value("encoder_failures"));
        _delivery.Variants.All.Single().EncoderFailures.Add(this, "libx264: it ended");
        Assert.Equal(1, Value("encoder_failures"));
    }

    [Fact]
    public void The_time_of_all_encodes_is_summed_up()
    {
        EncodeStatistics statistics = _delivery.Variants.All.Single().Statistics;
        EncodedFrame frame = TestFrames.Encoded(1, 100, TimeSpan.FromMilliseconds(2500));
        statistics.Add(frame, VariantKind.Plain);
        frame.Release();
        Assert.Equal(2.5, Value("time"), 6);
    }

    [Fact]
    public void The_newest_encode_of_each_variant_is_sampled_once()
    {
        _delivery.Deliver();
        _delivery.Deliver();
        _metrics.Sample();
        TestMeasurement sampled = Assert.Single(_meters.Pushed());
        Assert.Equal("videostream.encoding.duration", sampled.Instrument.Name);
        Assert.Equal(["camera.name=gate", "variant.kind=osd", "codec=jpeg"], sampled.Labels);

        _metrics.Sample();
        Assert.Empty(_meters.Pushed());
        _delivery.Deliver();
        _metrics.Sample();
        Assert.Single(_meters.Pushed());
    }

    [Theory]
    [InlineData(false, false, "Plain")]
    [InlineData(false, true, "Resized")]
    [InlineData(true, false, "Osd")]
    [InlineData(true, true, "ResizedOsd")]
    public void A_kind_says_what_an_encode_has_to_do(bool osd, bool resized, string kind)
    {
        var variant = new Variant(osd, resized ? new PictureSize(64, 48) : null, VariantEncoding.Jpeg(80));
        Assert.Equal(kind, variant.Kind.ToString());
    }

    private double Value(string name, params string[] labels) =>
        _meters.Value("videostream.encoding." + name, ["camera.name=gate", .. labels]);
}
