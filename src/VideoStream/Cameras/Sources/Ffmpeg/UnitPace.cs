namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Lets units that come in bursts, a segment at once, pass at the rate of their timestamps. ffmpeg's own pace (<c>-re</c>) does not know
/// lateness: after a segment that came too late, all that follow would pass in bursts.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxStep">The longest time between two units. After a longer one the stream has gone on without what is missing.</param>
internal sealed class UnitPace(TimeProvider time, TimeSpan maxStep)
{
    /// <summary>A unit that is later than this moves all that follow, so that they are in time.</summary>
    private static readonly TimeSpan MaxBehind = TimeSpan.FromMilliseconds(200);

    private readonly PlaybackClock _clock = new(time, MaxBehind);
    private int _last;

    /// <summary>Blocks until a unit is due. The first one is at once, and one whose timestamp does not follow the last one's.</summary>
    /// <param name="milliseconds">Its timestamp.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void WaitFor(int milliseconds, CancellationToken cancellationToken)
    {
        TimeSpan step = TimeSpan.FromMilliseconds((long)milliseconds - _last);
        _last = milliseconds;
        if (step < TimeSpan.Zero || step > maxStep)
        {
            _clock.Restart();
            step = TimeSpan.Zero;
        }

        _clock.WaitForNext(step, cancellationToken);
    }
}
