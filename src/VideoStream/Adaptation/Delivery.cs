namespace VideoStream.Adaptation;

/// <summary>One or several frames have arrived.</summary>
/// <param name="SentAt">When the last of them was sent.</param>
/// <param name="Delay">How much longer it took than the distance: its own time on the link, and that of all that lay before it.</param>
/// <param name="RoundTrip">From sending it to knowing that it arrived.</param>
/// <param name="Age">How long before its arrival it was captured.</param>
internal readonly record struct Delivery(TimeSpan SentAt, TimeSpan Delay, TimeSpan RoundTrip, TimeSpan Age);
