namespace VideoStream.Scale;

/// <summary>The clock of the simulation. It stands still between two events.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the start. Code of the service that has threads of its own may read it.</summary>
    public TimeSpan Now
    {
        get => new(GetTimestamp());
        set => Volatile.Write(ref _ticks, value.Ticks);
    }

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());
}
