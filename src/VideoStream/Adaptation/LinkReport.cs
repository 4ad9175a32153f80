namespace VideoStream.Adaptation;

/// <summary>What is known of the way to a viewer, for people to read. Null is what isn't known.</summary>
/// <param name="RoundTripMs">From sending a frame to knowing that it arrived, smoothed.</param>
/// <param name="QueueingMs">How much of that is over the distance, smoothed.</param>
/// <param name="DeliveryKbps">What the link carries while it is busy, in kbit/s.</param>
/// <param name="AgeMs">How old frames are when they arrive, smoothed: by this machine's clock, with half the distance for the way there.</param>
/// <param name="Limit">What keeps the viewer from getting more.</param>
internal readonly record struct LinkReport(double? RoundTripMs, double? QueueingMs, double? DeliveryKbps, double? AgeMs, LimitedBy Limit);
