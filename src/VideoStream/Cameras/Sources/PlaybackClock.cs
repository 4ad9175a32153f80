namespace VideoStream.Cameras.Sources;

/// <summary>
/// Says when the next frame is due of a source that this service plays itself. Times are absolute, so that late wake-ups do not add up.
/// A source that is far behind (the machine was suspended) continues from now.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxBehind">How far a source may be behind and still catch up; null for a second.</param>
internal sealed class PlaybackClock(TimeProvider time, TimeSpan? maxBehind = null)
{
    private readonly TimeSpan _maxBehind = maxBehind ?? TimeSpan.FromSeconds(1);

    private long _due;
    private bool _started;

    /// <summary>Blocks until the next frame is due.</summary>
    /// <param name="interval">The time between the previous frame and this one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if the source was so far behind that it continues from now.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool WaitForNext(TimeSpan interval, CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        _due += time.Ticks(interval);
        bool isFarBehind = _started && now - _due > time.Ticks(_maxBehind);
        if (!_started || isFarBehind)
            _due = now;
        _started = true;
        time.WaitUntil(_due, cancellationToken);
        return !isFarBehind;
    }

    /// <summary>Makes the next frame due at once.</summary>
    public void Restart() => _started = false;
}
