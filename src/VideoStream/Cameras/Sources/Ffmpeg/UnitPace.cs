namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>
/// Lets units that come in bursts, a segment at once, pass at the rate of their timestamps. ffmpeg's own pace (<c>-re</c>) does not know
/// lateness: after a segment that came too late, all that follow would pass in bursts. What late segments, and a camera's fast clock, add
/// to the delay is made up little by little.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maxStep">The longest time between two units. After a longer one the stream has gone on without what is missing.</param>
internal sealed class UnitPace(TimeProvider time, TimeSpan maxStep)
{
    /// <summary>While no unit comes late, so much of the time between two is left out. Nobody sees it.</summary>
    private const double Gain = 0.02;

    /// <summary>A unit that is later than this moves all that follow, so that they are in time.</summary>
    private static readonly TimeSpan MaxBehind = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long no unit must have been late before time is made up. Twice as long each time a unit is late then: there is no more to gain.
    /// </summary>
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMinutes(1), MaxPatience = TimeSpan.FromHours(1);

    private readonly PlaybackClock _clock = new(time, MaxBehind);
    private int _last;
    private long _inTimeSince = time.GetTimestamp();
    private TimeSpan _patience = FirstPatience;

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
            (step, _inTimeSince) = (TimeSpan.Zero, time.GetTimestamp());
        }

        bool makesUp = time.GetElapsedTime(_inTimeSince) > _patience;
        if (_clock.WaitForNext(makesUp ? step * (1 - Gain) : step, cancellationToken))
            return;
        _inTimeSince = time.GetTimestamp();
        if (makesUp)
            _patience = _patience * 2 < MaxPatience ? _patience * 2 : MaxPatience;
    }
}
