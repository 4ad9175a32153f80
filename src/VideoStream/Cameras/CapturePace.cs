namespace VideoStream.Cameras;

/// <summary>
/// Limits how many frames a second are read from a source, good or damaged. A camera that sends without end as fast as the network takes it
/// would keep a core busy. While it is not read, TCP makes it wait.
/// </summary>
internal sealed class CapturePace(TimeProvider time)
{
    /// <summary>Frames that may come at once, because the network held them up.</summary>
    public const int Burst = 50;

    /// <summary>The least time between two frames, on average: 500 a second are twice the highest rate that can be configured.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1) / 500;

    private long _due;

    /// <summary>Counts a frame. Blocks if there have been too many.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Count(CancellationToken cancellationToken)
    {
        _due = Math.Max(_due, time.GetTimestamp() - time.Ticks(Interval * Burst)) + time.Ticks(Interval);
        time.WaitUntil(_due, cancellationToken);
    }
}
