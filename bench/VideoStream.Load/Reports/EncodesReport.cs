using VideoStream.Load.Measuring;

namespace VideoStream.Load.Reports;

/// <summary>What the service's cameras did, all of them together.</summary>
/// <param name="Captured">Pictures taken.</param>
/// <param name="Encoded">Pictures encoded.</param>
/// <param name="PerCaptured">
/// Encodes for each picture taken: as many as variants are watched, however many the viewers; null if no picture was taken.
/// </param>
internal sealed record EncodesReport(long Captured, long Encoded, double? PerCaptured)
{
    /// <returns>Null if the service doesn't tell.</returns>
    public static EncodesReport? Of(ServiceStatus? before, ServiceStatus? after)
    {
        if (before?.Cameras is null || after?.Cameras is null)
            return null;
        long captured = after.Captured - before.Captured;
        long encoded = after.Encodes - before.Encodes;
        return new(captured, encoded, captured == 0 ? null : Math.Round((double)encoded / captured, 3));
    }
}
