namespace VideoStream.Load.Measuring;

/// <summary>Fields of VideoStream's <c>/api/v1/status</c> that are used here. Their names are the same in all versions.</summary>
internal sealed record ServiceStatus(IReadOnlyList<CameraCounts>? Cameras)
{
    public long Captured => Cameras?.Sum(camera => camera.Captured) ?? 0;

    public long Encodes => Cameras?.Sum(camera => camera.Encodes) ?? 0;
}
