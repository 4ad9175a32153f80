using Microsoft.Extensions.Time.Testing;
using VideoStream.Relay;

namespace VideoStream.Tests.Relay;

/// <summary>The link of a service that skips frames which do not fit, and says so. The others come at once, 30 a second.</summary>
public sealed class UpstreamLinkSkipTests
{
    private const double Interval = 1 / 30.0, MostAsked = 480_000;

    private readonly FakeTimeProvider _time = new();
    private readonly UpstreamLink _link;
    private readonly object _receiver = new();
    private readonly HashSet<object> _skipped = [];

    /// <summary>Seconds, and the bytes that the link has room for.</summary>
    private double _now, _room;
    private int _dropped;

    public UpstreamLinkSkipTests() => _link = new UpstreamLink(_time);

    [Fact]
    public void What_the_service_skips_again_and_again_is_too_much_for_its_link()
    {
        Publish(seconds: 3, carries: 360_000);
        Assert.InRange(_link.MaxRate, 200_000, 360_000);
        Assert.Equal(0, _dropped);
    }

    [Fact]
    public void Its_link_is_used_for_long_and_filled_once_it_is_faster()
    {
        var rates = new List<double>();
        for (int i = 0; i < 500; i++)
        {
            Publish(seconds: 1, carries: 360_000);
            rates.Add(_link.MaxRate);
        }

        Assert.InRange(rates[10..].Average(), 200_000, 500_000);
        Assert.True(rates[10..].Min() > 130_000, $"{rates[10..].Min()} bytes/s");
        double at = 0;
        for (; at < 1000 && _link.MaxRate < MostAsked; at++)
            Publish(seconds: 1, carries: 1e9);
        Assert.InRange(at, 1, 60);
    }

    [Fact]
    public void Each_variant_loses_a_frame_when_the_link_of_the_service_stands_still_and_none_gets_less()
    {
        object[] receivers = [.. Enumerable.Range(0, 16).Select(_ => new object())];
        for (int i = 0; i < 20; i++)
        {
            Publish(seconds: 5, carries: 1e9, receivers);
            Publish(seconds: 0.15, carries: 0, receivers);
        }

        Assert.Equal(double.PositiveInfinity, _link.MaxRate);
    }

    [Fact]
    public void A_picture_that_stops_to_change_leaves_its_link_as_wide_as_it_was()
    {
        Publish(seconds: 0.7, carries: 360_000);
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _link.OnFrame(_receiver, 10_000, TimeSpan.FromHours(1), followsSkipped: false);
        }

        Assert.True(_link.MaxRate >= 200_000, $"{_link.MaxRate} bytes/s");
    }

    [Fact]
    public void Still_pictures_of_other_cameras_do_not_hide_what_is_skipped()
    {
        object[] still = [.. Enumerable.Range(0, 16).Select(_ => new object())];
        for (int i = 0; i < 10 * still.Length; i++)
        {
            // Each comes a little less often than once a second.
            Publish(seconds: 1.01 / still.Length, carries: 360_000);
            _link.OnFrame(still[i % still.Length], 1_000, TimeSpan.FromHours(1), followsSkipped: false);
        }

        Assert.InRange(_link.MaxRate, 150_000, 450_000);
    }

    [Fact]
    public void A_link_that_stands_still_each_second_for_a_moment_is_not_too_thin()
    {
        for (int i = 0; i < 60; i++)
        {
            Publish(seconds: 0.9, carries: 1e9);
            Publish(seconds: 0.1, carries: 0);
        }

        Assert.Equal(double.PositiveInfinity, _link.MaxRate);
    }

    /// <summary>
    /// The service publishes what it may, over a link that carries so many bytes a second. It skips a frame that does not fit. The others
    /// come at once.
    /// </summary>
    private void Publish(double seconds, double carries, params object[] receivers)
    {
        object[] all = receivers is [] ? [_receiver] : receivers;
        for (double end = _now + seconds; _now < end; _now += Interval)
        {
            _time.Advance(TimeSpan.FromSeconds(Interval));
            _room = Math.Min(_room + (carries * Interval), carries * 0.1);
            int bytes = (int)(Math.Min(_link.MaxRate, MostAsked) * Interval / all.Length);
            foreach (object receiver in all)
            {
                if (_room < bytes)
                {
                    _skipped.Add(receiver);
                    continue;
                }

                _room -= bytes;
                if (_link.OnFrame(receiver, bytes, TimeSpan.FromHours(1), _skipped.Remove(receiver)))
                    _dropped++;
            }
        }
    }
}
