using VideoStream.Configuration;

namespace VideoStream.Sessions;

/// <summary>
/// Lowers a viewer's quality when its acknowledgements come late and raises it when they come early. Additive steps with a hold time:
/// only pictures that were sent after the last change are evidence for the next, so one late acknowledgement, and those of the
/// pictures that were on their way with it, count once. No clock of its own; times are monotonic ticks.
/// </summary>
internal sealed class AdaptiveQuality(AdaptiveOptions options, TimeProvider time)
{
    private static readonly TimeSpan RaiseHold = TimeSpan.FromSeconds(1);

    private int _requested = 100;
    private int _current = 100;
    private long _changedAt;

    /// <summary>JPEG quality to send with.</summary>
    public int Current => Volatile.Read(ref _current);

    /// <summary>Starts anew from the quality that the viewer asked for.</summary>
    public void Reset(int requested)
    {
        _requested = requested;
        _changedAt = 0;
        Volatile.Write(ref _current, requested);
    }

    /// <summary>Learns from one acknowledgement.</summary>
    /// <param name="sentAt">When the picture was sent.</param>
    /// <param name="now">When its acknowledgement came.</param>
    /// <returns>Whether <see cref="Current"/> changed.</returns>
    public bool Observe(long sentAt, long now)
    {
        if (sentAt < _changedAt)
            return false;
        double milliseconds = time.GetElapsedTime(sentAt, now).TotalMilliseconds;
        int quality = Current;
        if (milliseconds > options.SlowAckMs)
            quality = Math.Max(quality - options.DecreaseStep, Math.Min(options.MinQuality, quality));
        else if (milliseconds < options.FastAckMs && time.GetElapsedTime(_changedAt, now) >= RaiseHold)
            quality = Math.Min(quality + options.IncreaseStep, Math.Max(quality, Math.Min(options.MaxQuality, _requested)));
        if (quality == Current)
            return false;
        _changedAt = now;
        Volatile.Write(ref _current, quality);
        return true;
    }
}
