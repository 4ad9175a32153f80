namespace VideoStream.Adaptation;

/// <summary>Measures the time in which a frame was due and could not be sent.</summary>
internal sealed class SendBlockedTime
{
    private TimeSpan? _sentAt;
    private TimeSpan? _blockedSince;
    private TimeSpan _total;

    /// <summary>Whether the next frame is blocked now.</summary>
    public bool IsBlocked => _blockedSince is not null;

    /// <summary>The time since the last frame was passed to the socket; zero if there was none.</summary>
    public TimeSpan SinceSending(TimeSpan now) => now - _sentAt ?? TimeSpan.Zero;

    /// <summary>The next frame is blocked, or no longer.</summary>
    /// <param name="isBlocked">Whether it is.</param>
    /// <param name="interval">The time from one frame to the next: before that no frame is due.</param>
    /// <param name="now">The time.</param>
    public void Set(bool isBlocked, TimeSpan interval, TimeSpan now)
    {
        if (isBlocked)
        {
            _blockedSince ??= Max(DueAt(interval, now), now);
            return;
        }

        if (_blockedSince is { } since)
            Add(since, now);
        _blockedSince = null;
    }

    /// <summary>
    /// A frame is passed to the socket. Returns the share of the time since the frame before in which it was blocked; null for the first.
    /// </summary>
    public double? OnSending(TimeSpan now)
    {
        TimeSpan blocked = _total;
        TimeSpan? interval = now - _sentAt;
        (_sentAt, _total) = (now, TimeSpan.Zero);
        if (interval is null)
            return null;
        return interval > TimeSpan.Zero ? Math.Clamp(blocked / interval.Value, 0, 1) : 0;
    }

    /// <summary>The kernel accepted the frame only now, so the next one was blocked since it was due.</summary>
    public void OnSent(TimeSpan interval, TimeSpan now) => Add(DueAt(interval, now), now);

    /// <summary>No frame is due any more.</summary>
    public void Reset() => (_sentAt, _blockedSince, _total) = (null, null, TimeSpan.Zero);

    private TimeSpan DueAt(TimeSpan interval, TimeSpan now) => _sentAt + interval ?? now;

    private void Add(TimeSpan from, TimeSpan to) => _total += Max(to - from, TimeSpan.Zero);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
