using Microsoft.Extensions.Time.Testing;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

/// <summary>Where the kernel doesn't tell what the other side takes: only whole messages are progress.</summary>
public sealed class StallDetectorTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StallDetector _stall;

    public StallDetectorTests()
    {
        _stall = new StallDetector(new TcpInfo(null), TimeSpan.FromSeconds(10), _time);
        _time.Advance(TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_message_that_makes_no_progress_is_over_after_the_limit()
    {
        long since = _time.GetTimestamp();
        for (int second = 0; second < 10; second++)
        {
            Assert.False(_stall.IsStalled(since));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(_stall.IsStalled(since));
    }

    [Fact]
    public void A_client_that_takes_one_message_after_the_other_is_never_over_however_slow_it_is()
    {
        for (int message = 0; message < 100; message++)
        {
            long since = _time.GetTimestamp();
            _time.Advance(TimeSpan.FromSeconds(9));
            Assert.False(_stall.IsStalled(since));
        }
    }

    [Fact]
    public void Nothing_that_is_being_sent_is_no_stall()
    {
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(_stall.IsStalled(0));
    }
}
