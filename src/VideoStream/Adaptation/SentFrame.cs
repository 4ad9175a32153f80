namespace VideoStream.Adaptation;

/// <summary>A frame that was sent.</summary>
/// <param name="Number">The frame's number.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="CapturedAt">When it was captured.</param>
/// <param name="SentAt">When it was passed to the socket.</param>
internal readonly record struct SentFrame(long Number, int Bytes, TimeSpan CapturedAt, TimeSpan SentAt);
