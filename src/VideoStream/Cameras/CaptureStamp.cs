namespace VideoStream.Cameras;

/// <summary>The facts of a frame at the moment of its capture.</summary>
/// <param name="Number">The frame's number.</param>
/// <param name="Timestamp">Monotonic ticks of the <see cref="TimeProvider"/>.</param>
/// <param name="At">The wall clock.</param>
/// <param name="IsLive">False for a placeholder, which a source that is a service itself sends while its camera delivers nothing.</param>
internal readonly record struct CaptureStamp(long Number, long Timestamp, DateTimeOffset At, bool IsLive = true);
