namespace VideoStream.Relay;

/// <summary>What is published of one camera.</summary>
/// <param name="Leases">Variants that relays ask for, each counted once for each relay.</param>
/// <param name="Variants">Variants that are published.</param>
/// <param name="Frames">Frames that were published, over all variants.</param>
/// <param name="TooLong">Frames that are longer than the NATS server takes.</param>
/// <param name="Problem">Why nothing, or not all, is published; null if all is.</param>
internal readonly record struct PublishedCounts(int Leases, int Variants, long Frames, long TooLong, string? Problem);
