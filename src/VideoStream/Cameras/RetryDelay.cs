namespace VideoStream.Cameras;

/// <summary>How long to wait before the next try.</summary>
/// <param name="AtLeast">No try before this time, even if the source becomes reachable.</param>
/// <param name="AtMost">The time of the next try, if nothing happens before.</param>
internal readonly record struct RetryDelay(TimeSpan AtLeast, TimeSpan AtMost);
