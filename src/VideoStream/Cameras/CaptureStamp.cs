namespace VideoStream.Cameras;

/// <summary>Number and time of a captured frame.</summary>
/// <param name="Number">The number of the frame.</param>
/// <param name="Timestamp">The time of capture in monotonic ticks of the <see cref="TimeProvider"/>.</param>
/// <param name="At">The time of capture by the wall clock.</param>
/// <param name="IsLive">False for a placeholder. Another service that is the source sends one while its camera delivers nothing.</param>
/// <param name="Rate">The camera's frames a second, as another service that is the source says; 0 to measure them here.</param>
internal readonly record struct CaptureStamp(long Number, long Timestamp, DateTimeOffset At, bool IsLive = true, double Rate = 0);
