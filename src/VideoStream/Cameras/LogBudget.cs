namespace VideoStream.Cameras;

/// <summary>
/// Limits how many lines a minute are logged about things that may change without end, such as a camera that closes after each frame.
/// For any thread.
/// </summary>
/// <param name="lines">How many lines a minute.</param>
/// <param name="time">The clock.</param>
internal sealed class LogBudget(int lines, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _startedAt;
    private int _used;

    /// <summary>Asks for a line.</summary>
    /// <param name="isUsedUp">Whether it would be the first one too many. A line should say that the next ones are not logged.</param>
    /// <returns>Whether to log it.</returns>
    public bool TryUse(out bool isUsedUp)
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            if (_used == 0 || time.GetElapsedTime(_startedAt, now) >= Period)
                (_startedAt, _used) = (now, 0);
            isUsedUp = _used == lines;
            _used = Math.Min(_used + 1, lines + 1);
            return _used <= lines;
        }
    }
}
