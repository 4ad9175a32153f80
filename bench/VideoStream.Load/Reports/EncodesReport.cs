using VideoStream.Load.Measuring;

namespace VideoStream.Load.Reports;

/// <summary>Frames captured and encoded by the service, over all cameras.</summary>
/// <param name="Captured">Frames captured.</param>
/// <param name="Encoded">Frames encoded.</param>
/// <param name="PerCaptured">Encodes a captured frame: the number of watched variants; null if no frame was captured.</param>
internal sealed record EncodesReport(long Captured, long Encoded, double? PerCaptured)
{
    /// <returns>Null if the service has no status.</returns>
    public static EncodesReport? Of(ServiceStatus? before, ServiceStatus? after)
    {
        if (before?.Cameras is null || after?.Cameras is null)
            return null;
        long captured = after.Captured - before.Captured;
        long encoded = after.Encodes - before.Encodes;
        return new(captured, encoded, captured == 0 ? null : Math.Round((double)encoded / captured, 3));
    }
}
