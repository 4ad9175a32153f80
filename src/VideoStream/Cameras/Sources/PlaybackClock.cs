namespace VideoStream.Cameras.Sources;

/// <summary>
/// When the next frame of a source that we play ourselves is due. The schedule is absolute, so late wake-ups don't add up and the
/// rate is exact; a source that fell more than a second behind (a suspended machine) starts a new one instead of hurrying after it.
/// </summary>
internal sealed class PlaybackClock(TimeProvider time)
{
    private static readonly TimeSpan MaxBehind = TimeSpan.FromSeconds(1);

    private long _due;
    private bool _started;

    /// <summary>Blocks until the next frame is due.</summary>
    /// <param name="interval">The time from the frame before to this one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void WaitForNext(TimeSpan interval, CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        _due += time.Ticks(interval);
        if (!_started || now - _due > time.Ticks(MaxBehind))
            _due = now;
        _started = true;
        time.WaitUntil(_due, cancellationToken);
    }

    /// <summary>The next frame is due at once.</summary>
    public void Restart() => _started = false;
}
