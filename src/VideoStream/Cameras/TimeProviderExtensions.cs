namespace VideoStream.Cameras;

/// <summary>Monotonic timestamps: spans in their ticks, and waits for one on a camera's own thread.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>A span in the time provider's monotonic ticks.</summary>
    public static long Ticks(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>Blocks until a monotonic timestamp is reached, up to a millisecond late, never early, and at once if it is past.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static void WaitUntil(this TimeProvider time, long timestamp, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        double milliseconds;
        while ((milliseconds = (timestamp - time.GetTimestamp()) * 1000.0 / time.TimestampFrequency) > 0)
            Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds)), time, cancellationToken).GetAwaiter().GetResult();
    }
}
