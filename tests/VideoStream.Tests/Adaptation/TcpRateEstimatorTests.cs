using VideoStream.Adaptation;

namespace VideoStream.Tests.Adaptation;

public sealed class TcpRateEstimatorTests
{
    private readonly TcpRateEstimator _rate = new();

    [Fact]
    public void The_rate_is_what_passed_while_the_connection_was_busy()
    {
        _rate.OnBusy();
        // Two packets may pass at once, and the round trip of 10 ms is no work.
        Add(at: 500, acknowledged: 102_920, busy: 110);
        Assert.Equal(1_000_000, _rate.BytesPerSecond, 1);
        Assert.True(_rate.IsLimit(Ms(600)));
        Assert.False(_rate.IsLimit(Ms(60_000)));
    }

    [Fact]
    public void Samples_in_the_middle_of_a_frame_measure_the_same_as_one_at_its_end()
    {
        _rate.OnBusy();
        Add(at: 10, acknowledged: 2_920, busy: 10, inFlight: 100_000);
        for (int ms = 20; ms <= 110; ms += 10)
            Add(at: ms, acknowledged: 10_000, busy: 10, inFlight: (110 - ms) * 1000);
        Assert.InRange(_rate.BytesPerSecond, 900_000, 1_100_000);
    }

    [Fact]
    public void Frames_of_one_or_two_packets_measure_no_rate()
    {
        for (int i = 1; i <= 100; i++)
        {
            _rate.OnBusy();
            Add(at: i * 50, acknowledged: 3000, busy: 20);
        }

        Assert.False(_rate.IsKnown);
        Assert.Equal(double.PositiveInfinity, _rate.BytesPerSecond);
    }

    [Fact]
    public void Bytes_that_the_round_trip_time_accounts_for_are_no_queue_and_the_rate_is_no_limit()
    {
        AddSteady(minRtt: 200, inFlight: 200_000);
        Assert.False(_rate.IsLimit(Ms(13_200)));
        Assert.InRange(_rate.BytesPerSecond, 850_000, double.PositiveInfinity);
    }

    [Fact]
    public void More_bytes_in_flight_are_a_queue_and_the_rate_is_a_limit()
    {
        AddSteady(minRtt: 20, inFlight: 200_000);
        Assert.True(_rate.IsLimit(Ms(13_200)));
        Assert.InRange(_rate.BytesPerSecond, 850_000, 950_000);
    }

    [Fact]
    public void In_slow_start_the_rate_is_no_limit()
    {
        _rate.OnBusy();
        Add(at: 500, acknowledged: 102_920, busy: 110, isInSlowStart: true);
        Assert.Equal(1_000_000, _rate.BytesPerSecond, 1);
        Assert.False(_rate.IsLimit(Ms(600)));
    }

    [Fact]
    public void The_best_sample_counts_up_to_a_quarter_above_the_rate()
    {
        _rate.OnBusy();
        Add(at: 500, acknowledged: 1_002_920, busy: 110);
        _rate.OnBusy();
        Add(at: 1500, acknowledged: 502_920, busy: 1010);
        Assert.InRange(_rate.BytesPerSecond, 500_000, 700_000);
        Assert.Equal(_rate.BytesPerSecond * 1.25, _rate.Best, 1);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private void Add(double at, long acknowledged, double busy, long inFlight = 0, double minRtt = 10, bool isInSlowStart = false) =>
        _rate.Add(acknowledged, Ms(busy), TcpSamples.Of(inFlight: inFlight), Ms(minRtt), isInSlowStart, Ms(at));

    /// <summary>Thirteen seconds of a frame each 33 ms, on a connection that is never idle.</summary>
    private void AddSteady(double minRtt, long inFlight)
    {
        for (int i = 1; i <= 400; i++)
            Add(at: i * 33, acknowledged: 30_000, busy: 33, inFlight, minRtt);
    }
}
