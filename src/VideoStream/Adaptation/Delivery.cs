namespace VideoStream.Adaptation;

/// <summary>One or several frames have arrived.</summary>
/// <param name="SentAt">When the last of them was sent.</param>
/// <param name="Bytes">The size of the last of them.</param>
/// <param name="QueueingDelay">Its delay above the base delay: the time of its own bytes, and of those queued before it.</param>
/// <param name="RoundTrip">From sending it to its acknowledgement.</param>
/// <param name="Age">From its capture to its arrival.</param>
internal readonly record struct Delivery(TimeSpan SentAt, int Bytes, TimeSpan QueueingDelay, TimeSpan RoundTrip, TimeSpan Age);
