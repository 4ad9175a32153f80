using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Load.Options;

/// <summary>Bounds of the options.</summary>
internal static class LoadOptionsRules
{
    private const int MaxViewers = 60_000, MaxSeconds = 86_400, MaxMessages = 10_000;

    /// <summary>Checks all options.</summary>
    /// <param name="options">Options to check.</param>
    /// <param name="problem">The first option that is not valid, and its bounds.</param>
    public static bool AreValid(LoadOptions options, [NotNullWhen(false)] out string? problem)
    {
        problem = FirstProblem(options);
        return problem is null;
    }

    private static string? FirstProblem(LoadOptions options)
    {
        if (options.Viewers is < 1 or > MaxViewers)
            return $"--viewers must be 1 to {MaxViewers}";
        if (options.Slow < 0 || options.Slow > options.Viewers)
            return "--slow must be 0 to the number of viewers";
        if (options.AcknowledgeEvery is < 0 or > MaxMessages)
            return $"--ack-every must be 0 to {MaxMessages}";
        if (options.MegabitsPerSecond is not (>= 0 and <= 100_000))
            return "--mbit must be 0 to 100000";
        if (options.Work < TimeSpan.Zero || options.Work.TotalSeconds > MaxSeconds)
            return $"--work must be 0 to {MaxSeconds * 1000L}";
        if (options.StopAfter is not (>= 0 and <= MaxSeconds) || options.StopFor is not (>= 0 and <= MaxSeconds))
            return $"--stop-after and --stop-for must be 0 to {MaxSeconds}";
        if (options.Seconds is not (> 0 and <= MaxSeconds))
            return $"--seconds must be above 0 and at most {MaxSeconds}";
        if (options.Warmup is not (>= 0 and <= MaxSeconds))
            return $"--warmup must be 0 to {MaxSeconds}";
        if (options.Messages is not (>= 0 and <= MaxMessages))
            return $"--messages must be 0 to {MaxMessages}";
        if (options.Protocol == StreamProtocol.Mjpeg && (options.AcknowledgeEvery > 0 || options.OfferV1 || options.Messages > 0))
            return "--ack, --ack-every, --v1 and --messages need --protocol ws: an MJPEG viewer sends nothing";
        return null;
    }
}
