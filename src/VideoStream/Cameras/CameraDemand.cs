namespace VideoStream.Cameras;

/// <summary>Counts the viewers of a camera.</summary>
internal sealed class CameraDemand(TimeProvider time)
{
    private int _viewers;
    private long _unwatchedAt = time.GetTimestamp();

    /// <summary>Raised when a viewer enters or exits. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>The number of viewers on all transports.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>The time since the last viewer left; null while there are viewers.</summary>
    public TimeSpan? UnwatchedFor => Viewers > 0 ? null : time.GetElapsedTime(Volatile.Read(ref _unwatchedAt));

    /// <summary>Adds a viewer.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _viewers);
        Changed?.Invoke();
    }

    /// <summary>Removes a viewer.</summary>
    public void Exit()
    {
        Volatile.Write(ref _unwatchedAt, time.GetTimestamp());
        Interlocked.Decrement(ref _viewers);
        Changed?.Invoke();
    }
}
