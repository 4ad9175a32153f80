using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A client whose kernel has room for 500 kB, and frames of 50 kB.</summary>
public sealed class UnreadEstimatorTests
{
    private const int Frame = 50_000, Room = 500_000;

    private readonly UnreadEstimator _unread = new();
    private long _acknowledged;

    public UnreadEstimatorTests() => Sample(at: 0, window: Room);

    [Fact]
    public void The_frame_that_arrived_last_may_be_unread()
    {
        Sample(at: 33, window: Room - Frame);
        Assert.False(_unread.IsBehind);
        Assert.Equal(TimeSpan.Zero, _unread.Wait(Ms(33)));
    }

    [Fact]
    public void What_is_unread_takes_the_time_that_the_client_needs_to_read_it()
    {
        Sample(at: 100, window: Room - (2 * Frame));
        Assert.Equal(Frame, _unread.Bytes);
        Assert.Equal(Ms(100), _unread.Wait(Ms(100)));
        // It has read one of the two that it had: 50 kB in 100 ms. It has two again.
        Sample(at: 200, window: Room - (2 * Frame));
        Assert.InRange(_unread.Wait(Ms(200)), Ms(199), Ms(201));
        // It has read nothing, so it is slower.
        Sample(at: 300, window: Room - (3 * Frame));
        Assert.InRange(_unread.Wait(Ms(300)), Ms(500), Ms(1500));
        Assert.Equal(TimeSpan.Zero, _unread.Wait(Ms(2000)));
    }

    [Fact]
    public void A_client_that_keeps_up_gets_frames_sooner_and_sooner()
    {
        Sample(at: 100, window: Room - (2 * Frame));
        Sample(at: 200, window: Room - (2 * Frame));
        TimeSpan before = Ms(101);
        for (int i = 1; i <= 50; i++)
        {
            int at = 200 + (200 * i);
            Sample(at, window: Room - Frame);
            Assert.True(_unread.Wait(Ms(at)) < before);
            before = _unread.Wait(Ms(at));
        }

        Assert.True(before < Ms(30));
    }

    [Fact]
    public void A_kernel_that_has_less_room_than_before_does_not_slow_the_client_for_ever()
    {
        for (int i = 1; i <= 5; i++)
            Sample(at: i * 5100, window: Room - (3 * Frame));
        Assert.False(_unread.IsBehind);
        Sample(at: 30_000, window: Room - (4 * Frame));
        Assert.True(_unread.IsBehind);
    }

    [Fact]
    public void A_client_that_acknowledges_all_is_not_behind_whatever_room_its_kernel_offers()
    {
        Sample(at: 33, window: Room - (3 * Frame), isAcknowledged: true);
        Assert.True(_unread.IsBehind);
        for (int i = 2; i <= 6; i++)
            Sample(at: 33 * i, window: Room - (3 * Frame), isAcknowledged: true);
        Assert.False(_unread.IsBehind);
    }

    [Fact]
    public void Waits_that_change_nothing_are_not_taken_for_a_slower_client()
    {
        Sample(at: 100, window: Room - (2 * Frame));
        Sample(at: 200, window: Room - (2 * Frame));
        // 50 kB in 100 ms. Now its kernel has room for three frames less, and it reads each frame at once.
        double at = 400;
        Sample(at, window: Room - (5 * Frame));
        for (int i = 0; i < 5; i++)
        {
            at += _unread.Wait(Ms(at)).TotalMilliseconds;
            Sample(at, window: Room - (5 * Frame));
            Assert.InRange(_unread.Wait(Ms(at)), Ms(0), Ms(1500));
        }

        Assert.False(_unread.IsBehind);
        Assert.InRange(_unread.Wait(Ms(at)), Ms(0), Ms(300));
    }

    [Fact]
    public void A_proxy_that_reads_nothing_for_a_moment_is_not_taken_for_a_slow_client()
    {
        Sample(at: 100, window: Room - (2 * Frame));
        // Next to nothing in 100 ms, which would be 5 s for what it has now. Then all.
        Sample(at: 200, window: Room - (3 * Frame) + 79);
        Assert.InRange(_unread.Wait(Ms(200)), Ms(900), Ms(1000));
        Sample(at: 1200, window: Room - Frame);
        Assert.InRange(_unread.Wait(Ms(1200)), Ms(0), Ms(500));
    }

    [Fact]
    public void Each_long_wait_is_at_most_twice_as_long_as_the_one_before()
    {
        Sample(at: 100, window: Room - (4 * (Frame - 1000)));
        double[] waits = [1, 2, 4, 5, 5];
        double at = 200;
        for (int i = 0; i < waits.Length; i++)
        {
            // It reads a kilobyte, and is sent another frame.
            Sample(at, window: Room - ((5 + i) * (Frame - 1000)));
            Assert.Equal(waits[i], _unread.Wait(Ms(at)).TotalSeconds, 3);
            at += _unread.Wait(Ms(at)).TotalMilliseconds;
        }
    }

    [Fact]
    public void Bytes_in_flight_and_old_news_show_nothing()
    {
        Sample(at: 33, window: 0, inFlight: Frame);
        Assert.False(_unread.IsBehind);
        _unread.Add(TcpSamples.Of(_acknowledged) with { ReceiveWindow = Room }, Sent(50), isAcknowledged: false, Ms(50));
        _unread.Add(TcpSamples.Of(_acknowledged) with { ReceiveWindow = 0 }, Sent(66), isAcknowledged: false, Ms(66));
        Assert.False(_unread.IsBehind);
    }

    [Fact]
    public void Without_windows_nothing_waits()
    {
        var unread = new UnreadEstimator();
        for (int i = 1; i <= 100; i++)
            unread.Add(TcpSamples.Of(i * Frame), Sent(i * 33), isAcknowledged: false, Ms(i * 33));
        Assert.Equal(TimeSpan.Zero, unread.Wait(Ms(3300)));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static SentFrame Sent(double at) => new(1, Frame, Ms(at), Ms(at));

    private void Sample(double at, long window, long inFlight = 0, bool isAcknowledged = false)
    {
        _acknowledged += Frame;
        _unread.Add(TcpSamples.Of(_acknowledged, inFlight) with { ReceiveWindow = window }, Sent(at), isAcknowledged, Ms(at));
    }
}
