using Microsoft.Extensions.Time.Testing;

namespace VideoStream.Tests.Support;

/// <summary>Time whose clock can be set, as an operator or NTP sets a machine's: timestamps and timers go on as before.</summary>
internal class SettableTime : FakeTimeProvider
{
    private TimeSpan _offset;

    public SettableTime()
    {
    }

    public SettableTime(DateTimeOffset start)
        : base(start)
    {
    }

    /// <summary>Sets the clock.</summary>
    public void SetClock(DateTimeOffset now) => _offset = now - base.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
