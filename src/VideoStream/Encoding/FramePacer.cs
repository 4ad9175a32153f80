using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Paces a viewer by the frames' capture times, not by a clock of its own: 30 of 30 frames a second are 30, whatever the sending
/// costs, and 15 of 30 are every second one. Times are monotonic ticks.
/// </summary>
internal sealed class FramePacer
{
    private FrameStamp _last;
    private long _due;

    /// <summary>
    /// The earliest capture time of the next frame: three quarters of an interval before it is due, so that a camera's jitter costs no
    /// frame, not even where the one that the schedule began with came late itself. What comes early does not move the schedule.
    /// </summary>
    public long Earliest(long interval) => _last.Number == 0 ? long.MinValue : _due + (interval / 4);

    /// <summary>Counts a frame as taken.</summary>
    /// <returns>How many frames were due between the one before and this one.</returns>
    public long Take(FrameStamp frame, long interval)
    {
        if (_last.Number == 0)
        {
            (_last, _due) = (frame, frame.Timestamp);
            return 0;
        }

        long missed = Missed(frame, interval);
        _due += interval;
        long late = frame.Timestamp - _due;
        // More than one interval behind: the schedule starts anew from here, what is past is not made up for.
        if (late >= interval)
            _due = frame.Timestamp;
        _last = frame;
        return missed;
    }

    /// <summary>How many frames were due between the one that was taken last and this one.</summary>
    public long Missed(FrameStamp frame, long interval)
    {
        long late = frame.Timestamp - _due - interval;
        // Rounded: by a camera's jitter, one missed frame may make the next late by a little less than one interval.
        // And none that showed what the viewer had: those it was not to be sent.
        return _last.Number == 0 ? 0 : Math.Clamp((late + (interval / 2)) / interval, 0, Math.Max(0, frame.ContentId - _last.ContentId - 1));
    }

    /// <summary>The next frame is due at once.</summary>
    public void Reset() => (_last, _due) = (default, 0);
}
