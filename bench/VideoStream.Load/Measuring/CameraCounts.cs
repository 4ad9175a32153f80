namespace VideoStream.Load.Measuring;

/// <summary>One camera's counters since the service started.</summary>
/// <param name="Captured">Pictures taken.</param>
/// <param name="Encodes">Pictures encoded: each once for every variant that somebody watched.</param>
internal sealed record CameraCounts(long Captured, long Encodes);
