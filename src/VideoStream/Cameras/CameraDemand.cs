namespace VideoStream.Cameras;

/// <summary>Counts the viewers of a camera.</summary>
internal sealed class CameraDemand(TimeProvider time)
{
    private int _viewers;
    private long _requestsByName;
    private long _unwatchedAt = time.GetTimestamp();

    /// <summary>Raised when a viewer enters or exits, and when a request names the camera. Handlers must not block.</summary>
    public event Action? Changed;

    /// <summary>The number of viewers on all transports.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>The time since the last viewer left; null while there are viewers.</summary>
    public TimeSpan? UnwatchedFor => Viewers > 0 ? null : time.GetElapsedTime(Volatile.Read(ref _unwatchedAt));

    /// <summary>The number of requests that named the camera.</summary>
    public long RequestsByName => Volatile.Read(ref _requestsByName);

    /// <summary>Counts a request that names the camera, and so expects this very one.</summary>
    public void RequestByName()
    {
        Interlocked.Increment(ref _requestsByName);
        Changed?.Invoke();
    }

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
