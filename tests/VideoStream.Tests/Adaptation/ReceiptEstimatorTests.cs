using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A client on a link of 10 ms that may leave a frame unread for 100 ms.</summary>
public sealed class ReceiptEstimatorTests
{
    private readonly ReceiptEstimator _receipts = new(Ms(100));
    private readonly TcpEstimator _tcp = new();
    private long _sent;

    public ReceiptEstimatorTests() => _tcp.TryObserve(TcpSamples.Of(), false, Ms(0), out _);

    [Fact]
    public void The_first_three_frames_ask_and_the_next_waits_for_a_receipt()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, Wait(at: i * 33));
            Assert.True(Send(at: i * 33));
        }

        Assert.Equal(Ms(1000 - 99), Wait(at: 99));
        Assert.True(Receive(1, at: 100));
        Assert.Equal(TimeSpan.Zero, Wait(at: 100));
    }

    [Fact]
    public void A_client_that_gives_no_receipt_in_a_second_is_never_waited_for_again()
    {
        for (int i = 0; i < 3; i++)
            Send(at: i * 33);
        Assert.Equal(TimeSpan.Zero, Wait(at: 1000));
        for (int at = 1000; at < 20_000; at += 33)
        {
            Send(at);
            Assert.Equal(TimeSpan.Zero, Wait(at));
        }
    }

    [Fact]
    public void A_client_that_reads_at_once_is_asked_every_four_seconds()
    {
        int asked = 0;
        for (int at = 0; at < 60_000; at += 33)
        {
            Assert.Equal(TimeSpan.Zero, Wait(at));
            if (!Send(at))
                continue;
            asked++;
            Receive(_sent, at + 11);
        }

        Assert.InRange(asked, 17, 22);
    }

    [Fact]
    public void A_client_that_reads_late_gets_two_frames_beyond_its_last_receipt_each_with_a_question()
    {
        SendInTime();
        Assert.True(Send(at: 1000));
        Receive(_sent, at: 1300);
        Assert.True(_receipts.IsLagging);
        Assert.True(Send(at: 1300));
        Assert.Equal(TimeSpan.Zero, Wait(at: 1333));
        Assert.True(Send(at: 1333));
        Assert.NotEqual(TimeSpan.Zero, Wait(at: 1366));
        Receive(_sent - 1, at: 1500);
        Assert.Equal(TimeSpan.Zero, Wait(at: 1500));
    }

    [Fact]
    public void A_receipt_that_is_missing_for_twice_the_target_is_late()
    {
        SendInTime();
        Send(at: 1000);
        Wait(at: 1209);
        Assert.False(_receipts.IsLagging);
        Assert.True(Send(at: 1209), "something may be late");
        Assert.Equal(TimeSpan.Zero, Wait(at: 1209));
        Assert.NotEqual(TimeSpan.Zero, Wait(at: 1220));
        Assert.True(_receipts.IsLagging);
    }

    [Fact]
    public void The_wait_for_a_receipt_ends_after_ten_seconds_with_one_more_frame()
    {
        A_receipt_that_is_missing_for_twice_the_target_is_late();
        Assert.Equal(TimeSpan.Zero, Wait(at: 11_000));
        Send(at: 11_000);
        Assert.NotEqual(TimeSpan.Zero, Wait(at: 11_033));
    }

    [Fact]
    public void A_frame_that_is_still_in_flight_is_not_late_because_of_the_client()
    {
        SendInTime();
        Send(at: 1000);
        _tcp.TryObserve(TcpSamples.Of(inFlight: 100_000), false, Ms(1400), out _);
        Assert.Equal(TimeSpan.Zero, Wait(at: 1450));
        Assert.False(_receipts.IsLagging);
    }

    [Fact]
    public void Only_frames_that_asked_have_receipts_and_only_once()
    {
        SendInTime();
        Assert.False(Receive(_sent, at: 200));
        Assert.False(Receive(12345, at: 200));
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>A frame whose receipt comes in time, so that the next one is due 250 ms later.</summary>
    private void SendInTime()
    {
        for (int i = 0; i < 3; i++)
            Send(at: i);
        Receive(_sent, at: 20);
    }

    private TimeSpan Wait(double at) => _receipts.Wait(_tcp, Ms(at));

    private bool Receive(long number, double at) => _receipts.TryReceive(number, _tcp, Ms(at));

    /// <returns>Whether it asks.</returns>
    private bool Send(double at)
    {
        bool asks = _receipts.IsDue(_tcp, Ms(at));
        var frame = new SentFrame(++_sent, 1000, Ms(at), Ms(at));
        _tcp.OnSending(frame);
        _receipts.OnSending(frame, asks);
        return asks;
    }
}
