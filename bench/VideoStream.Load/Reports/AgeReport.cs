using VideoStream.Load.Measuring;

namespace VideoStream.Load.Reports;

/// <summary>Age of the frames when their last byte arrived, in milliseconds, by this machine's clock.</summary>
internal sealed record AgeReport(double P50Ms, double P95Ms, double P99Ms, double MaxMs)
{
    /// <returns>Null if no frame had a capture time.</returns>
    public static AgeReport? Of(AgeHistogram ages) => ages.IsEmpty
        ? null
        : new(Rounded(ages, 0.5), Rounded(ages, 0.95), Rounded(ages, 0.99), Math.Round(ages.MaxMs, 2));

    private static double Rounded(AgeHistogram ages, double share) => Math.Round(ages.PercentileMs(share), 2);
}
