namespace VideoStream.Frames;

/// <summary>Which frame, when it was captured, and what it shows.</summary>
/// <param name="Number">The frame's number; 0 for no frame.</param>
/// <param name="Timestamp">Monotonic ticks of the <see cref="TimeProvider"/>.</param>
/// <param name="ContentId">Rises by one with each frame that shows anything else than the one before: frames with the same one show the same.</param>
internal readonly record struct FrameStamp(long Number, long Timestamp, long ContentId)
{
    /// <summary>A frame of a camera whose frames all differ.</summary>
    public FrameStamp(long number, long timestamp)
        : this(number, timestamp, number)
    {
    }
}
