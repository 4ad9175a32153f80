namespace VideoStream.Load.Measuring;

/// <summary>What is read of VideoStream's <c>/api/v1/status</c>.</summary>
internal sealed record ServiceStatus(IReadOnlyList<CameraCounts>? Cameras)
{
    public long Captured => Cameras?.Sum(camera => camera.Captured) ?? 0;

    public long Encodes => Cameras?.Sum(camera => camera.Encodes) ?? 0;
}
