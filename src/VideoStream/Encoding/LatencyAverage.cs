namespace VideoStream.Encoding;

/// <summary>A smoothed latency that expires after <see cref="Lifetime"/>. One thread at a time adds; any thread reads.</summary>
internal sealed class LatencyAverage(TimeProvider time)
{
    /// <summary>How long a measurement counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);

    private double _seconds;
    private long _measuredAt;

    /// <summary>The average; zero without a recent measurement.</summary>
    public double Seconds => time.GetElapsedTime(Volatile.Read(ref _measuredAt)) < Lifetime ? Volatile.Read(ref _seconds) : 0;

    /// <summary>Adds the time since a timestamp. A measurement weighs an eighth, so that a single slow frame changes little.</summary>
    /// <param name="started">Monotonic ticks of the <see cref="TimeProvider"/>.</param>
    public void AddSince(long started)
    {
        long now = time.GetTimestamp();
        double average = Seconds;
        Volatile.Write(ref _seconds, average + ((time.GetElapsedTime(started, now).TotalSeconds - average) / 8));
        Volatile.Write(ref _measuredAt, now);
    }
}
