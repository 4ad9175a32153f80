namespace VideoStream.Load.Options;

/// <summary>What the options may be.</summary>
internal static class LoadOptionsRules
{
    private const int MaxViewers = 60_000, MaxSeconds = 86_400, MaxMessages = 10_000;

    /// <summary>What is wrong with them, in a sentence; null if nothing is.</summary>
    public static string? Problem(LoadOptions options)
    {
        if (options.Viewers is < 1 or > MaxViewers)
            return $"--viewers must be 1 to {MaxViewers}";
        if (options.Slow < 0 || options.Slow > options.Viewers)
            return "--slow must be 0 to the number of viewers";
        if (options.AcknowledgeEvery is < 0 or > MaxMessages)
            return $"--ack-every must be 0 to {MaxMessages}";
        if (options.MegabitsPerSecond is not (>= 0 and <= 100_000))
            return "--mbit must be 0 to 100000";
        if (options.StopAfter is not (>= 0 and <= MaxSeconds) || options.StopFor is not (>= 0 and <= MaxSeconds))
            return $"--stop-after and --stop-for must be 0 to {MaxSeconds}";
        if (options.Seconds is not (> 0 and <= MaxSeconds))
            return $"--seconds must be more than 0, and {MaxSeconds} at most";
        if (options.Warmup is not (>= 0 and <= MaxSeconds))
            return $"--warmup must be 0 to {MaxSeconds}";
        if (options.Messages is not (>= 0 and <= MaxMessages))
            return $"--messages must be 0 to {MaxMessages}";
        if (options.Protocol == StreamProtocol.Mjpeg && (options.AcknowledgeEvery > 0 || options.OfferV1 || options.Messages > 0))
            return "--ack, --ack-every, --v1 and --messages need --protocol ws: over MJPEG a viewer can't say anything";
        return null;
    }
}
