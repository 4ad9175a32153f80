using VideoStream.Adaptation;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Frames;

namespace VideoStream.Tests.Adaptation;

/// <summary>What a viewer gets of what it asks for. A frame has 1,000 bytes for each point of its quality.</summary>
public sealed class RenditionSelectorTests
{
    private static readonly Rendition Full = new(VariantEncoding.Jpeg(80), null, 30);
    private static readonly LinkCapacity Unknown = new(double.PositiveInfinity, double.PositiveInfinity);

    private readonly FakeRenditionSource _source = new() { Bytes = rendition => rendition.Encoding.Quality * 1000 };
    private readonly RenditionSelector _selector;
    private RenditionRequest _request = new(Full, new PictureSize(1280, 720), Adaptive: true, IsPassthrough: false);
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public RenditionSelectorTests() => _selector = new RenditionSelector(new AdaptiveOptions(), new RenditionDemand(_source));

    [Fact]
    public void Before_a_request_there_is_no_rendition()
    {
        Assert.Equal(default, _selector.Rendition);
        Assert.False(_selector.IsReduced);
    }

    [Fact]
    public void A_new_viewer_starts_with_the_lowest_quality_in_full_size()
    {
        Request();
        Assert.Equal(Full with { Encoding = VariantEncoding.Jpeg(30) }, _selector.Rendition);
        Assert.True(_selector.IsReduced);
        Assert.False(_selector.IsAsked);
    }

    [Fact]
    public void A_new_viewer_starts_with_what_arrives_in_one_round_trip()
    {
        _source.Bytes = rendition => rendition.Encoding.Quality * 200;
        Request();
        Assert.Equal(70, _selector.Rendition.Encoding.Quality);
    }

    [Fact]
    public void A_camera_s_own_jpeg_is_sent_at_once()
    {
        Request(_request with { IsPassthrough = true });
        Assert.True(_selector.IsAsked);
    }

    [Fact]
    public void A_viewer_that_refuses_adaptation_keeps_what_it_asked_for()
    {
        Request(_request with { Adaptive = false });
        Assert.Equal(Full, _selector.Rendition);
        Deliver(delayMs: 1000);
        Assert.False(_selector.Select(new(1000, 1000), _now));
        Assert.Equal(Full, _selector.Rendition);
        Assert.False(_selector.IsReduced);
    }

    [Fact]
    public void Without_feedback_a_viewer_gets_what_it_asked_for_unless_that_is_above_the_highest_quality()
    {
        Request(_request with { Asked = Full with { Encoding = VariantEncoding.Jpeg(100) } });
        Assert.True(_selector.SelectBest(_now));
        Assert.True(_selector.IsAsked);
        Assert.False(_selector.SelectBest(_now));
        Deliver(delayMs: 300);
        Assert.True(_selector.Select(new(1_500_000, 1_500_000), _now));
        Assert.True(_selector.SelectBest(_now));
        Assert.Equal(95, _selector.Rendition.Encoding.Quality);
    }

    [Fact]
    public void Without_feedback_a_viewer_that_refuses_adaptation_keeps_what_it_asked_for()
    {
        Request(_request with { Adaptive = false });
        Assert.False(_selector.SelectBest(_now));
    }

    [Fact]
    public void A_request_for_less_is_followed_at_once()
    {
        Request();
        Request(_request with { Asked = Full with { Encoding = VariantEncoding.Jpeg(20) } });
        Assert.Equal(20, _selector.Rendition.Encoding.Quality);
    }

    [Fact]
    public void A_request_for_more_starts_from_what_was_sent()
    {
        Request(_request with { IsPassthrough = true });
        Deliver(delayMs: 300);
        Assert.True(_selector.Select(new(1_500_000, 1_500_000), _now));
        Rendition before = _selector.Rendition;
        Request(_request with { Asked = Full with { Encoding = VariantEncoding.Jpeg(90) } });
        Assert.Equal(before, _selector.Rendition);
    }

    [Fact]
    public void The_same_request_changes_nothing()
    {
        Request();
        Deliver(delayMs: 5);
        _now += TimeSpan.FromMilliseconds(200);
        Request();
        Assert.True(_selector.Select(Unknown, _now), "the delivery before still counts");
    }

    [Fact]
    public void The_allowed_rate_is_up_to_twice_the_measured_one_while_frames_are_early()
    {
        Request(_request with { IsPassthrough = true });
        Assert.Equal(2_000_000, _selector.AllowedRate(1_000_000));
        Assert.Equal(2_400_000, _selector.AllowedRate(2_000_000));
        Assert.Equal(9_000_000, _selector.AllowedRate(9_000_000));
        Deliver(delayMs: 50);
        Assert.Equal(1_000_000, _selector.AllowedRate(1_000_000));
    }

    [Fact]
    public void What_the_link_from_the_encoding_service_does_not_carry_is_not_chosen()
    {
        _source.MaxRate = 60_000 * 30;
        Request(_request with { IsPassthrough = true });
        Assert.True(_selector.Select(Unknown, _now));
        Assert.Equal(50, _selector.Rendition.Encoding.Quality);
        Assert.False(_selector.IsReduced);
        Assert.True(_selector.IsReducedUpstream);

        // The estimate of bytes varies.
        _source.MaxRate = 51_000 * 30;
        Assert.False(_selector.Select(Unknown, _now));
        _source.MaxRate = 49_000 * 30;
        Assert.True(_selector.Select(Unknown, _now));
        Assert.Equal(40, _selector.Rendition.Encoding.Quality);

        _source.MaxRate = double.PositiveInfinity;
        for (int i = 0; i < 100 && !_selector.IsAsked; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            Deliver(delayMs: 1);
            _selector.Select(Unknown, _now);
        }

        Assert.True(_selector.IsAsked);
        Assert.False(_selector.IsReducedUpstream);
    }

    [Fact]
    public void A_lower_rate_of_the_viewer_leaves_no_more_room_on_the_link_from_the_encoding_service()
    {
        _source.MaxRate = 10;
        Request(_request with { IsPassthrough = true });
        _selector.Select(Unknown, _now);
        Assert.Equal(30, _selector.Rendition.Rate);
        Assert.NotNull(_selector.Rendition.MaxSize);
    }

    private void Request(RenditionRequest? request = null) => _selector.SetRequest(_request = request ?? _request, _now);

    private void Deliver(double delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(delayMs);
        _selector.OnDelivered(new Delivery(_now, 1000, delay, delay, delay), TimeSpan.Zero, double.PositiveInfinity);
    }
}
