using VideoStream.Relay;

namespace VideoStream.Status;

/// <summary>What is published of a camera.</summary>
/// <param name="Leases">Variants that relays ask for now, each counted once for each relay.</param>
/// <param name="Variants">Variants that are published now.</param>
/// <param name="Frames">Frames that were published, over all variants.</param>
/// <param name="TooLong">Frames that are longer than the NATS server takes.</param>
/// <param name="Problem">Why nothing, or not all, is published.</param>
internal sealed record PublishedInfo(int Leases, int Variants, long Frames, long TooLong, string? Problem)
{
    public static PublishedInfo Of(PublishedCounts counts) =>
        new(counts.Leases, counts.Variants, counts.Frames, counts.TooLong, counts.Problem);
}
