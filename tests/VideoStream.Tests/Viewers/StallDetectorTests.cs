using Microsoft.Extensions.Time.Testing;
using VideoStream.Tests.Adaptation;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class StallDetectorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLinkProbe _probe = new();
    private readonly StallDetector _stall;

    public StallDetectorTests()
    {
        _stall = new StallDetector(_probe, Limit, _time);
        _time.Advance(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Without_kernel_statistics_a_send_is_stalled_after_the_limit()
    {
        long since = _time.GetTimestamp();
        for (int second = 0; second < 10; second++)
        {
            Assert.False(_stall.IsStalled(since));
            _time.Advance(Second);
        }

        Assert.True(_stall.IsStalled(since));
    }

    [Fact]
    public void Without_kernel_statistics_a_client_that_takes_message_after_message_is_never_stalled()
    {
        for (int message = 0; message < 100; message++)
        {
            long since = _time.GetTimestamp();
            _time.Advance(TimeSpan.FromSeconds(9));
            Assert.False(_stall.IsStalled(since));
        }
    }

    [Fact]
    public void One_send_is_not_stalled_while_the_client_acknowledges_a_byte_within_the_limit()
    {
        long since = _time.GetTimestamp();
        for (int bytes = 1; bytes <= 20; bytes++)
        {
            _probe.Sample = TcpSamples.Of(bytes);
            Assert.False(_stall.IsStalled(since));
            _time.Advance(TimeSpan.FromSeconds(9));
            Assert.False(_stall.IsStalled(since));
        }
    }

    [Fact]
    public void One_send_is_stalled_when_the_client_has_acknowledged_nothing_for_the_limit()
    {
        long since = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(5));
        _probe.Sample = TcpSamples.Of(1);
        Assert.False(_stall.IsStalled(since));

        _time.Advance(Limit - Second);
        Assert.False(_stall.IsStalled(since));
        _time.Advance(Second);
        Assert.True(_stall.IsStalled(since));
    }

    [Fact]
    public void Statistics_that_end_are_no_progress()
    {
        long since = _time.GetTimestamp();
        _probe.Sample = TcpSamples.Of(1);
        Assert.False(_stall.IsStalled(since));
        _probe.Sample = null;
        _time.Advance(Limit);
        Assert.True(_stall.IsStalled(since));
    }

    [Fact]
    public void Without_a_send_nothing_is_stalled()
    {
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(_stall.IsStalled(0));
    }
}
