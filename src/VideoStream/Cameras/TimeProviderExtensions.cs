namespace VideoStream.Cameras;

/// <summary>Arithmetic and blocking waits with monotonic timestamps.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Converts a time span to the time provider's monotonic ticks.</summary>
    public static long Ticks(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>Blocks until a monotonic timestamp: up to a millisecond longer, never shorter.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void WaitUntil(this TimeProvider time, long timestamp, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double milliseconds;
        while ((milliseconds = (timestamp - time.GetTimestamp()) * 1000.0 / time.TimestampFrequency) > 0)
            Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds)), time, cancellationToken).GetAwaiter().GetResult();
    }
}
