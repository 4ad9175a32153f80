namespace VideoStream.Cameras;

/// <summary>
/// The clock that gives a camera's capture times, and so the one to compare them with: this machine's, or the one of the service that
/// publishes a relayed camera. For any thread.
/// </summary>
/// <param name="time">This machine's clock.</param>
internal sealed class CameraClock(TimeProvider time)
{
    private long _aheadTicks;

    /// <summary>How far it is ahead of this machine's.</summary>
    public TimeSpan Ahead
    {
        get => new(Interlocked.Read(ref _aheadTicks));
        set => Interlocked.Exchange(ref _aheadTicks, value.Ticks);
    }

    /// <summary>The time by it.</summary>
    public DateTimeOffset UtcNow => time.GetUtcNow() + Ahead;

    /// <summary>The time by it, in microseconds since 1970.</summary>
    public long UnixMicroseconds => (UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
