using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>What a viewer gets where another service refuses renditions. A frame has 1,000 bytes for each point of its quality.</summary>
public sealed class RefusedRenditionTests
{
    private static readonly Rendition Full = new(VariantEncoding.Jpeg(80), null, 30);
    private static readonly LinkCapacity Unknown = new(double.PositiveInfinity, double.PositiveInfinity);

    private readonly FakeRenditionSource _source = new() { Bytes = rendition => rendition.Encoding.Quality * 1000 };
    private readonly RenditionSelector _selector;
    private RenditionRequest _request = new(Full, new PictureSize(1280, 720), Adaptive: true, IsPassthrough: false);
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public RefusedRenditionTests() => _selector = new RenditionSelector(new AdaptiveOptions(), new RenditionDemand(_source));

    [Fact]
    public void What_another_service_refuses_is_left_for_the_next_smaller_and_never_chosen_again()
    {
        Request(_request with { IsPassthrough = true });
        var half = new PictureSize(640, 360);
        _source.Refuses = rendition => rendition.MaxSize != half;

        Assert.True(_selector.Select(Unknown, _now));
        Assert.Equal(half, _selector.Rendition.MaxSize);
        Assert.True(_selector.IsReducedUpstream);
        Deliver(delayMs: 300);
        Assert.True(_selector.Select(new(1000, 1000), _now));
        Assert.Equal(half, _selector.Rendition.MaxSize);
        Assert.Equal(30, _selector.Rendition.Encoding.Quality);
        for (int i = 0; i < 100; i++)
        {
            Deliver(delayMs: 1);
            _selector.Select(Unknown, _now += TimeSpan.FromSeconds(1));
            Assert.Equal(half, _selector.Rendition.MaxSize);
        }

        Assert.True(_selector.Rendition.Encoding.Quality > 30);
    }

    [Fact]
    public void Where_the_link_from_the_other_service_carries_nothing_that_is_allowed_the_smallest_of_that_is_chosen()
    {
        Request(_request with { IsPassthrough = true });
        var half = new PictureSize(640, 360);
        _source.Refuses = rendition => rendition.MaxSize != half;
        _source.MaxRate = 100_000;
        for (int i = 0; i < 10; i++)
        {
            _selector.Select(Unknown, _now);
            _selector.SelectBest(_now);
        }

        Assert.Equal(half, _selector.Rendition.MaxSize);
        Assert.Equal(30, _selector.Rendition.Encoding.Quality);
        Assert.True(_selector.IsReducedUpstream);
    }

    [Fact]
    public void If_all_that_is_smaller_is_refused_the_next_better_is_chosen_and_not_the_best()
    {
        Request();
        Deliver(delayMs: 300);
        Assert.True(_selector.Select(new(1000, 1000), _now));
        PictureSize? smallest = _selector.Rendition.MaxSize;
        Assert.Equal(new PictureSize(320, 180), smallest);
        _source.Refuses = rendition => rendition.MaxSize == smallest;
        Assert.True(_selector.Select(new(1000, 1000), _now));
        Assert.Equal(new(VariantEncoding.Jpeg(30), new PictureSize(426, 240), 30), _selector.Rendition);
    }

    [Fact]
    public void Without_feedback_nothing_that_is_refused_is_chosen()
    {
        Request(_request with { Asked = Full with { Encoding = VariantEncoding.Jpeg(100) } });
        Deliver(delayMs: 300);
        Assert.True(_selector.Select(new(1_500_000, 1_500_000), _now));
        _source.Refuses = rendition => rendition.Encoding.Quality is 95;
        Assert.True(_selector.SelectBest(_now));
        Rendition chosen = _selector.Rendition;
        Assert.NotEqual(95, chosen.Encoding.Quality);
        Assert.False(_selector.SelectBest(_now));
        Assert.Equal(chosen, _selector.Rendition);
    }

    [Fact]
    public void If_only_something_better_is_not_refused_that_is_chosen()
    {
        Request();
        _source.Refuses = rendition => rendition != Full;
        Assert.True(_selector.Select(Unknown, _now));
        Assert.True(_selector.IsAsked);
        Deliver(delayMs: 300);
        Assert.False(_selector.Select(new(1000, 1000), _now));
    }

    [Fact]
    public void If_all_is_refused_the_viewer_keeps_what_it_asked_for_and_so_its_reason()
    {
        Request();
        _source.Refuses = _ => true;
        Assert.True(_selector.Select(Unknown, _now));
        Assert.True(_selector.IsAsked);
        Assert.False(_selector.Select(Unknown, _now));
        Deliver(delayMs: 300);
        Assert.False(_selector.Select(new(1000, 1000), _now));
        Assert.False(_selector.SelectBest(_now));
    }

    private void Request(RenditionRequest? request = null) => _selector.SetRequest(_request = request ?? _request, _now);

    private void Deliver(double delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        _selector.OnDelivered(new Delivery(_now, 1000, delay, delay, delay), TimeSpan.Zero, double.PositiveInfinity);
    }
}
