namespace VideoStream.Adaptation;

/// <summary>The measured state of a viewer's link, for people to read. Null is unknown.</summary>
/// <param name="RoundTripMs">From sending a frame to its acknowledgement, smoothed.</param>
/// <param name="QueueingMs">The part of it above the base delay, smoothed.</param>
/// <param name="DeliveryKbps">What the link carries while it is busy, in kbit/s.</param>
/// <param name="AgeMs">From a frame's capture to its arrival, smoothed: by this machine's clock, counting half of the base delay.</param>
/// <param name="Limit">What keeps the viewer from getting more.</param>
internal readonly record struct LinkReport(double? RoundTripMs, double? QueueingMs, double? DeliveryKbps, double? AgeMs, LimitedBy Limit);
