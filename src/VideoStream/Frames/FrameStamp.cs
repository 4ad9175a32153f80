namespace VideoStream.Frames;

/// <summary>Which frame, and when it was captured.</summary>
/// <param name="Number">The frame's number; 0 for no frame.</param>
/// <param name="Timestamp">Monotonic ticks of the <see cref="TimeProvider"/>.</param>
internal readonly record struct FrameStamp(long Number, long Timestamp);
