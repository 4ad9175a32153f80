using Microsoft.Extensions.Time.Testing;
using VideoStream.Encoding;
using VideoStream.Encoding.Jpeg;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Encoding.Jpeg;

public sealed class EncodedSizeModelTests
{
    // What a small encoded frame of the tests has.
    private static readonly PictureSize Size = new(16, 16);

    private readonly FakeTimeProvider _time = new();
    private readonly EncodedSizeModel _bytes;

    public EncodedSizeModelTests()
    {
        _bytes = new EncodedSizeModel(80, _time);
    }

    [Fact]
    public void Estimate_of_what_was_encoded_lately_is_what_it_had()
    {
        Add(1000);
        Assert.Equal(1000, _bytes.Estimate(Size, VariantEncoding.Jpeg(80)));
        Add(1800);
        Assert.Equal(1100, _bytes.Estimate(Size, VariantEncoding.Jpeg(80)));
    }

    [Fact]
    public void Estimate_of_another_quality_or_size_goes_by_what_was_encoded()
    {
        Add(1000);
        Assert.InRange(_bytes.Estimate(Size, VariantEncoding.Jpeg(70)), 700, 850);
        Assert.InRange(_bytes.Estimate(Size, VariantEncoding.Jpeg(30)), 300, 500);
        Assert.InRange(_bytes.Estimate(Size, VariantEncoding.Jpeg(90)), 1200, 2000);
        Assert.InRange(_bytes.Estimate(new PictureSize(32, 32), VariantEncoding.Jpeg(80)), 3000, 4000);
    }

    [Fact]
    public void Estimate_after_a_change_of_scene_forgets_what_is_old()
    {
        Add(1000);
        _time.Advance(TimeSpan.FromSeconds(6));
        Add(3000);
        Assert.Equal(3000, _bytes.Estimate(Size, VariantEncoding.Jpeg(80)));
    }

    [Fact]
    public void Estimate_rises_with_quality_and_size_where_nothing_was_encoded_yet()
    {
        var large = new PictureSize(1280, 720);
        double[] qualities = [.. Enumerable.Range(1, 100).Select(quality => _bytes.Estimate(large, VariantEncoding.Jpeg(quality)))];
        Assert.Equal(qualities.Order(), qualities);
        Assert.InRange(qualities[79], 40_000, 120_000);
        Assert.True(_bytes.Estimate(new PictureSize(640, 360), VariantEncoding.Jpeg(80)) < qualities[79] / 2);
    }

    [Fact]
    public void Add_does_not_learn_from_a_placeholder()
    {
        double before = _bytes.Estimate(Size, VariantEncoding.Jpeg(80));
        EncodedFrame card = TestFrames.Encoded(1, 5000, live: false);
        _bytes.Add(card);
        card.Release();
        Assert.Equal(before, _bytes.Estimate(Size, VariantEncoding.Jpeg(80)));
    }

    private void Add(int bytes)
    {
        EncodedFrame frame = TestFrames.Encoded(1, bytes);
        _bytes.Add(frame);
        frame.Release();
    }
}
