namespace VideoStream.Encoding;

/// <summary>
/// A smoothed latency that expires: where nothing was measured for <see cref="Lifetime"/>, nothing is late. One thread at a time adds; any
/// thread reads.
/// </summary>
internal sealed class LatencyAverage(TimeProvider time)
{
    /// <summary>How long a measurement counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private double _seconds;
    private long _measuredAt;

    /// <summary>The average; zero without a recent measurement.</summary>
    public double Seconds => time.GetElapsedTime(Volatile.Read(ref _measuredAt)) < Lifetime ? Volatile.Read(ref _seconds) : 0;

    /// <summary>Measures the time since a timestamp: an eighth of it counts, so that one slow frame alone is no overload.</summary>
    /// <param name="started">Monotonic ticks of the <see cref="TimeProvider"/>.</param>
    public void AddSince(long started)
    {
        long now = time.GetTimestamp();
        double average = Seconds;
        Volatile.Write(ref _seconds, average + ((time.GetElapsedTime(started, now).TotalSeconds - average) / 8));
        Volatile.Write(ref _measuredAt, now);
    }
}
