using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>
/// Paces a viewer by capture times, not by a clock of its own: 30 of 30 frames a second are all of them, whatever sending costs, and 15
/// of 30 are every second one. Times are monotonic ticks.
/// </summary>
internal struct FramePacer
{
    private FrameStamp _last;
    private long _due;

    /// <summary>
    /// The earliest capture time of the next frame: three quarters of an interval before it is due. So a camera's jitter costs no frame,
    /// even if the first frame of the schedule was late itself. An early frame does not move the schedule.
    /// </summary>
    public readonly long Earliest(long interval) => _last.Number == 0 ? long.MinValue : _due + (interval / 4);

    /// <summary>Records that a frame was taken.</summary>
    /// <returns>How many frames were missed since the one before.</returns>
    public long Record(FrameStamp frame, long interval)
    {
        if (_last.Number == 0)
        {
            (_last, _due) = (frame, frame.Timestamp);
            return 0;
        }

        long missed = Missed(frame, interval);
        _due += interval;
        // More than one interval late: the schedule starts anew from here. Missed frames are not made up for.
        if (frame.Timestamp - _due >= interval)
            _due = frame.Timestamp;
        // Taken before it was due, as others depend on it: the next one is due an interval later, however many such there were.
        _due = Math.Min(_due, frame.Timestamp + interval - (interval / 4));
        _last = frame;
        return missed;
    }

    /// <summary>
    /// How many frames were due between the last one that was taken and this one. Frames that showed nothing new don't count.
    /// </summary>
    public readonly long Missed(FrameStamp frame, long interval)
    {
        long late = frame.Timestamp - _due - interval;
        // Rounded: with jitter, the frame after a missed one may be late by a little less than one interval.
        long changed = Math.Max(0, frame.ContentId - _last.ContentId - 1);
        return _last.Number == 0 ? 0 : Math.Clamp((late + (interval / 2)) / interval, 0, changed);
    }

    /// <summary>Makes the next frame due at once.</summary>
    public void Reset() => (_last, _due) = (default, 0);
}
