using Microsoft.Extensions.Time.Testing;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

/// <summary>Two services publish at one NATS server, 30 frames of 50 kB a second each.</summary>
public sealed class UpstreamLinksTests
{
    private const long Near = 1, Far = 2;
    private const int Bytes = 50_000;

    private readonly FakeTimeProvider _time = new();
    private readonly object _nearReceiver = new(), _farReceiver = new();
    private readonly UpstreamLinks _links;
    private int _dropped;

    public UpstreamLinksTests() => _links = new UpstreamLinks(_time);

    [Fact]
    public void A_service_whose_frames_wait_on_their_way_to_the_server_is_limited_alone_and_the_connection_is_kept()
    {
        Send(seconds: 4, nearWaits: 0, farWaits: 0.5);
        Assert.Equal(double.PositiveInfinity, _links.Of(Near).MaxRate);
        Assert.True(double.IsFinite(_links.Of(Far).MaxRate));
        Assert.Equal(0, _dropped);
    }

    [Fact]
    public void Where_all_frames_wait_the_connection_is_made_anew_and_all_are_limited()
    {
        Send(seconds: 4, nearWaits: 0.5, farWaits: 0.5);
        Assert.True(double.IsFinite(_links.Of(Near).MaxRate));
        Assert.True(double.IsFinite(_links.Of(Far).MaxRate));
        Assert.True(_dropped > 0);
    }

    [Fact]
    public void A_service_that_is_gone_does_not_keep_the_connection()
    {
        Send(seconds: 1, nearWaits: 0, farWaits: 0);
        for (int i = 0; i < 120; i++)
            Arrive(Far, _farReceiver, i / 30.0 * 0.5);
        Assert.True(_dropped > 0);
    }

    /// <summary>After a pause nothing is known of the time before, and each frame that follows waits too long.</summary>
    [Fact]
    public void A_service_whose_frames_wait_since_a_pause_is_limited_too()
    {
        Send(seconds: 2, nearWaits: 0, farWaits: 0);
        for (int i = 0; i < 90; i++)
            Arrive(Near, _nearReceiver, 0);
        for (int i = 0; i < 60; i++)
        {
            Arrive(Far, _farReceiver, 2);
            Arrive(Near, _nearReceiver, 0);
        }

        Assert.Equal(double.PositiveInfinity, _links.Of(Near).MaxRate);
        Assert.True(double.IsFinite(_links.Of(Far).MaxRate));
        Assert.Equal(0, _dropped);
    }

    /// <summary>Each frame waits longer than the one before, by so much for each second.</summary>
    private void Send(int seconds, double nearWaits, double farWaits)
    {
        for (int i = 0; i < 30 * seconds; i++)
        {
            Arrive(Far, _farReceiver, i / 30.0 * farWaits);
            Arrive(Near, _nearReceiver, i / 30.0 * nearWaits);
        }
    }

    private void Arrive(long instance, object receiver, double waited)
    {
        _time.Advance(TimeSpan.FromSeconds(1 / 60.0));
        if (!_links.OnFrame(instance, receiver, Bytes, TimeSpan.FromSeconds(waited), followsSkipped: false))
            return;
        _dropped++;
        _links.OnConnecting();
    }
}
