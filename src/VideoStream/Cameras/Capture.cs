namespace VideoStream.Cameras;

/// <summary>The facts of a picture at the moment it was captured.</summary>
/// <param name="Number">The picture's number.</param>
/// <param name="Timestamp">Monotonic ticks of the <see cref="TimeProvider"/>.</param>
/// <param name="At">The wall clock.</param>
internal readonly record struct Capture(long Number, long Timestamp, DateTimeOffset At);
