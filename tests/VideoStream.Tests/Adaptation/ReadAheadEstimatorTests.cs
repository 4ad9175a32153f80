using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

/// <summary>A client whose program takes 100 ms for a frame. What clients get in the end: <see cref="SlowProgramTests"/>.</summary>
public sealed class ReadAheadEstimatorTests
{
    private readonly ReadAheadEstimator _readAhead = new();
    private long _sent;
    private long _read;
    private double _now;

    [Fact]
    public void A_client_that_reads_in_time_is_never_paused()
    {
        for (int i = 0; i < 1000; i++)
            SendAndRead(after: 33, isLagging: false);
        Assert.Equal(TimeSpan.Zero, Wait());
        Assert.False(_readAhead.IsActive);
    }

    [Fact]
    public void A_few_late_receipts_are_no_reason_for_a_pause()
    {
        for (int i = 0; i < 100; i++)
        {
            for (int n = 0; n < 10; n++)
                SendAndRead(after: 100, isLagging: true);
            for (int n = 0; n < 10; n++)
                SendAndRead(after: 33, isLagging: false);
            Assert.Equal(TimeSpan.Zero, Wait());
        }
    }

    [Fact]
    public void After_25_late_receipts_the_program_gets_time_for_four_frames()
    {
        BePaused();
        Assert.Equal(Ms(400), Wait());
        _now += 400;
        Assert.Equal(TimeSpan.Zero, Wait());
    }

    [Fact]
    public void A_client_that_is_late_at_once_after_a_pause_is_paused_more_and_more_rarely()
    {
        List<int> receipts = [];
        for (int i = 0; receipts.Count < 9; i++)
        {
            SendAndRead(after: 100, isLagging: true);
            if (Wait() == TimeSpan.Zero)
                continue;
            _now += Wait().TotalMilliseconds;
            receipts.Add(i);
        }

        // The first receipt after a pause, and the one that begins the next count, are not counted.
        int[] between = [.. receipts.Zip(receipts.Skip(1), (a, b) => b - a)];
        Assert.Equal([52, 102, 202, 402, 802, 1602, 2002, 2002], between);
    }

    [Fact]
    public void The_pause_begins_when_all_is_read_and_waits_for_that_for_ten_seconds()
    {
        Send();
        for (int i = 0; i <= 25; i++)
            SendAndRead(after: 100, isLagging: true);
        Assert.Equal(Ms(10_000), Wait());
        _now += 10_000;
        Assert.Equal(TimeSpan.Zero, Wait());
        Assert.False(_readAhead.IsActive);
    }

    [Fact]
    public void A_client_that_takes_fewer_frames_than_the_program_had_time_for_is_sent_less_than_it_reads()
    {
        BePaused();
        // Room for four frames, and then for six of the twelve that the next pause is for.
        Fill(frames: 5);
        Repeat(7);
        Assert.Equal(Ms(1200), Wait());
        Fill(frames: 7);
        Repeat(7);
        Assert.InRange(Wait(), Ms(500), Ms(700));
        _now += Wait().TotalMilliseconds;
        Send();
        Assert.Equal(Ms(105), Wait());
        Assert.True(_readAhead.IsActive);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void BePaused() => Repeat(26);

    private void Repeat(int late)
    {
        for (int i = 0; i < late; i++)
            SendAndRead(after: 100, isLagging: true);
    }

    /// <summary>The pause is over, and the client takes some frames at once before it is late.</summary>
    private void Fill(int frames)
    {
        _now += Wait().TotalMilliseconds;
        for (int i = 0; i < frames; i++)
            SendAndRead(after: 1, isLagging: false);
        SendAndRead(after: 1, isLagging: true);
    }

    private void SendAndRead(double after, bool isLagging)
    {
        Send();
        _now += after;
        _readAhead.OnRead(++_read, isLagging, TimeSpan.Zero, Ms(_now));
    }

    private void Send()
    {
        _sent++;
        _readAhead.OnSending(Ms(_now), asks: true);
    }

    private TimeSpan Wait() => _readAhead.Wait(Ms(_now));
}
