namespace VideoStream.Load.Measuring;

/// <summary>One camera's counters in <c>/api/v1/status</c>, since the service started.</summary>
/// <param name="Captured">Frames captured.</param>
/// <param name="Encodes">Frames encoded: each one once for every watched variant.</param>
internal sealed record CameraCounts(long Captured, long Encodes);
