using VideoStream.Adaptation;
using VideoStream.Configuration;

namespace VideoStream.Tests.Adaptation;

/// <summary>A viewer on a short link that carries a hundred times the demand, so that not each frame needs a sample.</summary>
public sealed class LinkControllerTests
{
    private const int Bytes = 1_000;

    private readonly FakeRenditionSource _source = new();
    private readonly FakeLinkProbe _probe = new();
    private readonly LinkController _link;
    private int _sent;

    public LinkControllerTests()
    {
        _link = new(new AdaptiveOptions(), _source, givesReceipts: false);
        Sample(acknowledged: 0, at: 0);
        Send(at: 0, bytes: 302_920);
        _probe.Unacknowledged = null;
        Sample(acknowledged: 302_920, at: 500);
        _probe.Unacknowledged = 0;
    }

    [Fact]
    public void Fifteen_frames_are_sent_without_a_sample()
    {
        int reads = _probe.Reads;
        for (int i = 0; i < 15; i++)
        {
            Assert.Equal(new SendDecision(_source.Request.Asked, TimeSpan.Zero, false, false), Decide(at: 500 + (33 * i)));
            Send(at: 500 + (33 * i));
        }

        Assert.Equal(reads, _probe.Reads);
        Decide(at: 1000);
        Assert.Equal(reads + 1, _probe.Reads);
    }

    [Fact]
    public void Without_a_sample_neither_the_camera_nor_its_size_model_is_asked()
    {
        Send(at: 500);
        _source.Bytes = _ => throw new InvalidOperationException("not needed");
        Assert.True(Decide(at: 533).MaySend);
    }

    [Fact]
    public void Frames_sent_without_a_sample_can_be_acknowledged()
    {
        for (int i = 0; i < 4; i++)
            Send(at: 500 + (33 * i));
        Assert.True(_link.TryAcknowledge(3, Ms(570), out _));
        Assert.False(_link.TryAcknowledge(2, Ms(570), out _), "it was acknowledged with a later one");
        Assert.False(_link.TryAcknowledge(6, Ms(570), out _), "it was never sent");
        Assert.True(_link.TryAcknowledge(5, Ms(610), out _));
    }

    [Fact]
    public void An_acknowledgement_makes_the_next_decision_a_new_one()
    {
        Send(at: 500);
        _link.TryAcknowledge(2, Ms(510), out _);
        _source.Request = _source.Request with { Asked = _source.Request.Asked with { Rate = 5 } };
        Assert.Equal(5, Decide(at: 533).Rendition.Rate);
    }

    [Fact]
    public void A_changed_request_is_followed_before_the_next_sample()
    {
        RenditionRequest request = _source.Request with { Asked = _source.Request.Asked with { Rate = 5 } };
        Send(at: 500);
        _source.Request = request;
        _link.Follow(request, Ms(510));
        Assert.Equal(5, _link.Rendition.Rate);
        SendDecision decision = Decide(at: 533);
        Assert.Equal(5, decision.Rendition.Rate);
        Assert.False(decision.HasRenditionChanged, "it was the viewer that changed it");
    }

    [Fact]
    public void A_request_or_acknowledgement_that_comes_during_a_decision_counts_for_the_next_one()
    {
        RenditionRequest request = _source.Request with { Asked = _source.Request.Asked with { Rate = 5 } };
        _link.Follow(_source.Request, Ms(500));
        _source.WhileDeciding = () =>
        {
            _source.WhileDeciding = null;
            _source.Request = request;
            _link.Follow(request, Ms(500));
        };
        Decide(at: 500);
        Assert.Equal(5, Decide(at: 533).Rendition.Rate);

        Send(at: 533);
        _link.Follow(_source.Request, Ms(533));
        _source.WhileDeciding = () => _link.TryAcknowledge(_sent, Ms(540), out _);
        Decide(at: 540);
        _source.WhileDeciding = null;
        _source.Request = request with { Asked = request.Asked with { Rate = 6 } };
        Assert.Equal(6, Decide(at: 573).Rendition.Rate);
    }

    [Fact]
    public void Frames_sent_without_a_sample_are_recorded_at_the_next_one()
    {
        for (int i = 0; i < 15; i++)
            Send(at: 500 + (10 * i));
        double before = Age();
        Sample(acknowledged: 302_920 + (15 * Bytes), at: 650);
        // The first frame took 100 ms. The last of these was sent 200 ms after its capture, and half a round trip is 0.5 ms.
        Assert.InRange(Age(), 200.5, before - 1);
    }

    [Fact]
    public void A_frame_that_would_queue_has_to_wait_for_bytes_in_flight()
    {
        FillLink();
        SendDecision decision = Decide(at: 800);
        Assert.False(decision.MaySend);
        Assert.True(decision.IsBlockedInFlight);
    }

    [Fact]
    public void An_acknowledgement_says_whether_a_frame_is_blocked()
    {
        FillLink();
        Assert.True(_link.TryAcknowledge(2, Ms(799), out AnswerSequel sequel));
        Assert.False(sequel.IsSendBlocked, "no frame had to wait yet");
        Decide(at: 800);
        Assert.True(_link.TryAcknowledge(3, Ms(801), out sequel));
        Assert.True(sequel.IsSendBlocked);
    }

    [Fact]
    public void While_this_machine_is_overloaded_the_rendition_stays()
    {
        _source.Request = _source.Request with { Adaptive = true, IsPassthrough = true };
        _source.IsOverloaded = true;
        FillLink();
        for (int at = 800; at < 2000; at += 33)
            Assert.Equal(_source.Request.Asked, Decide(at).Rendition);
        Assert.Equal(LimitedBy.Server, _link.Report(isOverloaded: true).Limit);
    }

    [Theory]
    [InlineData(30, nameof(LimitedBy.Camera))]
    [InlineData(31, nameof(LimitedBy.Camera))]
    [InlineData(60, nameof(LimitedBy.Client))]
    public void The_limit_is_the_client_if_it_asked_for_fewer_frames_than_the_camera_has(double cameraRate, string expected)
    {
        _source.FrameRate = cameraRate;
        Assert.Equal(expected, _link.Report(isOverloaded: false).Limit.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_limit_is_upstream_if_the_link_from_the_encoding_service_does_not_carry_what_was_asked_for(bool adaptive)
    {
        _source.Request = _source.Request with { Adaptive = adaptive, IsPassthrough = true };
        Decide(at: 0);
        Assert.Equal(LimitedBy.Camera, _link.Report(isOverloaded: false).Limit);
        _source.MaxRate = 1000;
        _link.Follow(_source.Request, Ms(10));
        Decide(at: 10);
        Assert.Equal(LimitedBy.Upstream, _link.Report(isOverloaded: false).Limit);
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    private double Age() => _link.Report(isOverloaded: false).AgeMs!.Value;

    private SendDecision Decide(int at) => _link.Decide(Ms(at), _probe);

    private void Send(int at, int bytes = Bytes) => _link.OnSending(new SentFrame(++_sent, bytes, Ms(at - 200), Ms(at)));

    /// <summary>Puts more in flight than the link carries in the target delay.</summary>
    private void FillLink()
    {
        for (int i = 0; i < 4; i++)
            Send(at: 500 + i);
        Send(at: 650, bytes: 1_000_000);
        _probe.Sample = TcpSamples.Of(302_920, inFlight: 1_004_000, busy: 401, minRtt: 1);
        _probe.Unacknowledged = 1_004_000;
    }

    private void Sample(long acknowledged, int at)
    {
        _probe.Sample = TcpSamples.Of(acknowledged, busy: acknowledged == 0 ? 0 : 101, minRtt: 1);
        Decide(at);
    }
}
