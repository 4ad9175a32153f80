namespace VideoStream.Cameras;

/// <summary>Counts who watches a camera.</summary>
internal sealed class CameraDemand(TimeProvider time)
{
    private int _viewers;
    private long _unwatchedAt = time.GetTimestamp();

    /// <summary>Raised when a viewer comes or goes. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>How many watch at the moment, on any transport.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>For how long nobody has watched; null while somebody does.</summary>
    public TimeSpan? UnwatchedFor => Viewers > 0 ? null : time.GetElapsedTime(Volatile.Read(ref _unwatchedAt));

    /// <summary>A viewer comes.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _viewers);
        Changed?.Invoke();
    }

    /// <summary>A viewer goes.</summary>
    public void Exit()
    {
        Volatile.Write(ref _unwatchedAt, time.GetTimestamp());
        Interlocked.Decrement(ref _viewers);
        Changed?.Invoke();
    }
}
