namespace VideoStream.Frames;

/// <summary>Identifies a frame.</summary>
/// <param name="Number">The frame's number; 0 for no frame.</param>
/// <param name="Timestamp">When the frame was captured, in the <see cref="TimeProvider"/>'s monotonic ticks.</param>
/// <param name="ContentId">Rises by one with each frame that differs from the one before.</param>
internal readonly record struct FrameStamp(long Number, long Timestamp, long ContentId)
{
    /// <summary>A frame of a camera whose frames all differ.</summary>
    public FrameStamp(long number, long timestamp)
        : this(number, timestamp, number)
    {
    }
}
