namespace VideoStream.Cameras;

/// <summary>
/// The delay before a lost camera is opened again. It doubles from the shortest to the longest. A random part of up to a quarter is
/// subtracted, so that cameras that were lost together do not all reconnect together.
/// </summary>
internal sealed class ReconnectBackoff(TimeSpan shortest, TimeSpan longest, Random random)
{
    private TimeSpan _next;

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Next()
    {
        TimeSpan delay = _next > shortest ? _next : shortest;
        _next = delay * 2 < longest ? delay * 2 : longest;
        TimeSpan jittered = delay * (1 - (random.NextDouble() / 4));
        return jittered > shortest ? jittered : shortest;
    }

    /// <summary>Starts again from the shortest delay.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
