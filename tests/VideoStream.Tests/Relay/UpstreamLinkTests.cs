using Microsoft.Extensions.Time.Testing;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

/// <summary>
/// Frames of 30 a second come over a link with a queue: it carries so many bytes a second, and what is sent faster waits. Two clocks differ
/// by an hour.
/// </summary>
public sealed class UpstreamLinkTests
{
    private const double Interval = 1 / 30.0;

    private readonly FakeTimeProvider _time = new();
    private readonly UpstreamLink _link;
    private readonly object _large = new(), _small = new();
    private readonly DateTimeOffset _start;

    /// <summary>Seconds at which the next frame is published, and at which the last one arrived.</summary>
    private double _published, _arrived;
    private int _dropped;
    private double _longest;

    public UpstreamLinkTests()
    {
        _start = _time.GetUtcNow();
        _link = new UpstreamLink(_time);
    }

    [Fact]
    public void A_link_that_carries_all_limits_nothing()
    {
        Send(seconds: 20, carries: 2_000_000, large: 50_000);
        Assert.Equal(double.PositiveInfinity, _link.MaxRate);
        Assert.Equal(0, _dropped);
    }

    [Fact]
    public void One_that_is_too_thin_is_not_filled_again()
    {
        Send(seconds: 1, carries: 600_000, large: 50_000);
        Assert.InRange(_link.MaxRate, 400_000, 500_000);
        Assert.Equal(1, _dropped);
    }

    [Fact]
    public void Small_variants_keep_what_they_have()
    {
        Send(seconds: 1, carries: 600_000, large: 50_000, small: 2_000);
        Assert.InRange(_link.MaxRate, 350_000, 450_000);
    }

    [Fact]
    public void What_was_asked_for_before_does_not_count_as_what_the_link_carries()
    {
        Send(seconds: 0.2, carries: 600_000, large: 50_000);
        // Nobody wants the first one any more, but it is sent first.
        _arrived += 0.3;
        Send(seconds: 1, carries: 600_000, small: 40_000);
        Assert.InRange(_link.MaxRate, 400_000, 500_000);
    }

    [Fact]
    public void A_single_late_frame_shows_no_queue()
    {
        for (int i = 0; i < 20; i++)
        {
            Send(seconds: 0.5, carries: 2_000_000, large: 20_000);
            _arrived = _published + 0.4;
        }

        Assert.Equal(double.PositiveInfinity, _link.MaxRate);
    }

    [Fact]
    public void It_is_tried_again_whether_the_link_carries_more_and_less_and_less_often_where_it_did_not()
    {
        Send(seconds: 1, carries: 600_000, large: 50_000);
        var raises = new List<double>();
        double before = _link.MaxRate;
        for (double at = 0; at < 120; at += 0.1)
        {
            SendObedient(seconds: 0.1, carries: 600_000);
            if (_link.MaxRate > before)
                raises.Add(at);
            before = _link.MaxRate;
        }

        Assert.InRange(raises.Count, 4, 9);
        Assert.True(raises[^1] - raises[^2] > 3 * (raises[1] - raises[0]), string.Join(' ', raises));
    }

    [Fact]
    public void However_often_raises_were_taken_back_a_link_that_has_become_faster_is_filled_soon()
    {
        SendObedient(seconds: 500, carries: 600_000);
        double before = _published;
        while (_link.MaxRate < 15_000_000 && _published - before < 1000)
            SendObedient(seconds: 1, carries: 1e9);
        // Twice the longest time until what the link carried before is surpassed, and then a raise every three seconds.
        Assert.InRange(_published - before, 10, 90);
    }

    [Fact]
    public void However_often_raises_were_taken_back_a_link_that_has_become_slower_is_tried_again_soon()
    {
        SendObedient(seconds: 200, carries: 600_000);
        double rate = _link.MaxRate;
        while (_link.MaxRate <= rate)
        {
            rate = _link.MaxRate;
            SendObedient(seconds: 0.1, carries: 600_000);
        }

        // Just after a raise.
        while (_link.MaxRate > 100_000)
            SendObedient(seconds: 0.1, carries: 60_000);
        double before = _published;
        rate = _link.MaxRate;
        while (_link.MaxRate <= rate && _published - before < 1000)
        {
            rate = _link.MaxRate;
            SendObedient(seconds: 0.1, carries: 1e9);
        }

        Assert.InRange(_published - before, 0, 5);
    }

    [Fact]
    public void A_link_that_has_become_faster_limits_nothing_in_the_end()
    {
        Send(seconds: 1, carries: 600_000, large: 50_000);
        Send(seconds: 100, carries: 1e9, large: 10_000);
        Assert.Equal(double.PositiveInfinity, _link.MaxRate);
    }

    [Fact]
    public void What_waits_is_dropped_even_if_it_grew_slowly()
    {
        // This sender takes no notice of the limit: 8.4 ms more wait after each second.
        Send(seconds: 120, carries: 595_000, large: 20_000);
        Assert.InRange(_dropped, 4, 5);
        // Beside the 33 ms that its own bytes take.
        Assert.InRange(_longest, 0.2, 0.3);
    }

    [Fact]
    public void A_queue_that_a_new_connection_does_not_end_is_still_one()
    {
        Send(seconds: 5, carries: 1e9, large: 10_000);
        _arrived += 0.7;
        Send(seconds: 0.6, carries: 310_000, large: 10_000);
        Assert.Equal(1, _dropped);
        // It stands before the server.
        Send(seconds: 3, carries: 300_000, large: 10_000, queue: 0.3);
        Assert.True(_link.MaxRate < 300_000, $"{_link.MaxRate} bytes/s");
        Assert.Equal(1, _dropped);
    }

    [Fact]
    public void A_way_that_has_become_longer_is_known_to_have_no_queue()
    {
        Send(seconds: 5, carries: 1e9, large: 10_000);
        // Viewers do as they may, and it changes nothing; nor does a new connection.
        for (double at = 0; at < 100; at += 0.1)
            Send(seconds: 0.1, carries: 1e9, large: (int)(Math.Min(_link.MaxRate, 300_000) * Interval), queue: 0.3);
        Assert.Equal((1, double.PositiveInfinity), (_dropped, _link.MaxRate));
    }

    [Fact]
    public void What_viewers_take_above_the_limit_is_a_queue_however_long_it_stands()
    {
        Send(seconds: 5, carries: 1e9, large: 10_000);
        Send(seconds: 50, carries: 1e9, large: 10_000, queue: 0.3);
        Assert.True(_link.MaxRate < 300_000, $"{_link.MaxRate} bytes/s");
    }

    [Fact]
    public void Frames_that_an_outage_of_the_service_held_up_drop_nothing()
    {
        Send(seconds: 5, carries: 1e9, large: 10_000, small: 2_000);
        _arrived += 3;
        for (int i = 0; i < 20; i++)
        {
            Send(new object(), 10_000, 1e9);
            // Another's next one may be read before.
            Assert.False(_link.OnFrame(_large, 10_000, TimeSpan.FromHours(1), followsSkipped: false));
        }

        _published = _arrived;
        Send(seconds: 5, carries: 1e9, large: 10_000, small: 2_000);
        Assert.Equal((0, double.PositiveInfinity), (_dropped, _link.MaxRate));
    }

    [Fact]
    public void Frames_that_a_moment_held_up_drop_nothing_if_all_are_there()
    {
        Send(seconds: 5, carries: 1e9, large: 10_000, small: 2_000);
        _arrived += 0.7;
        Send(seconds: 5, carries: 1e9, large: 10_000, small: 2_000);
        Assert.Equal((0, double.PositiveInfinity), (_dropped, _link.MaxRate));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.45)]
    [InlineData(0.6)]
    public void A_short_pause_limits_nothing_whenever_it_comes(double pause)
    {
        for (int i = 0; i < 40; i++)
        {
            Send(seconds: 3 + (i * 0.01), carries: 1e9, large: 10_000, small: 2_000);
            _arrived += pause;
        }

        Assert.Equal((0, double.PositiveInfinity), (_dropped, _link.MaxRate));
    }

    [Fact]
    public void The_time_that_a_large_frame_takes_is_no_queue()
    {
        Send(seconds: 5, carries: 1e9, large: 40_000);
        double least = double.PositiveInfinity;
        for (double end = _published + 60; _published < end; _published += 1 / Math.Min(30, _link.MaxRate / 40_000))
        {
            Send(_large, 40_000, carries: 300_000);
            least = Math.Min(least, _link.MaxRate);
        }

        Assert.InRange(least, 150_000, 450_000);
    }

    [Fact]
    public void What_was_known_of_a_link_is_forgotten_when_nobody_has_used_it_for_long()
    {
        Send(seconds: 1, carries: 600_000, large: 50_000);
        _link.OnAsking();
        Assert.True(double.IsFinite(_link.MaxRate));
        // An outage, while somebody asks again and again.
        for (int i = 0; i < 15; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _link.OnAsking();
        }

        Assert.True(double.IsFinite(_link.MaxRate));
        _time.Advance(TimeSpan.FromSeconds(10));
        _link.OnAsking();
        Assert.Equal(double.PositiveInfinity, _link.MaxRate);
    }

    [Fact]
    public void Frames_that_a_pause_of_the_link_held_up_are_dropped()
    {
        Send(seconds: 5, carries: 1e9, large: 10_000);
        _arrived += 3;
        Send(seconds: 1, carries: 400_000, large: 10_000);
        Assert.Equal(1, _dropped);
    }

    /// <summary>Viewers take what is allowed, and 15 MB a second at most.</summary>
    private void SendObedient(double seconds, double carries)
    {
        for (double end = _published + seconds; _published < end;)
            Send(seconds: 0.1, carries, large: (int)(Math.Min(_link.MaxRate, 15_000_000) * Interval));
    }

    private void Send(double seconds, double carries, int large = 0, int small = 0, double queue = 0)
    {
        for (double end = _published + seconds; _published < end; _published += Interval)
        {
            if (large > 0)
                Send(_large, large, carries, queue);
            if (small > 0)
                Send(_small, small, carries, queue);
        }
    }

    private void Send(object receiver, int bytes, double carries, double queue = 0)
    {
        _arrived = Math.Max(_arrived, _published) + (bytes / carries);
        _time.SetUtcNow(_start.AddSeconds(_arrived));
        _longest = Math.Max(_longest, _arrived - _published);
        TimeSpan delay = TimeSpan.FromHours(1) + TimeSpan.FromSeconds(_arrived - _published + queue);
        if (!_link.OnFrame(receiver, bytes, delay, followsSkipped: false))
            return;
        _dropped++;
        _link.OnConnecting();
        _published = _arrived;
    }
}
