namespace VideoStream.Cameras.Sources.Passed;

/// <summary>The result of opening a camera: OK, a fault, or a camera that another reader may be able to read.</summary>
internal readonly record struct PassedOpenResult
{
    private PassedOpenResult(CameraFault? fault, string? unsupported)
    {
        (Fault, Unsupported) = (fault, unsupported);
    }

    public static PassedOpenResult Ok => default;

    public bool IsOk => Fault is null && Unsupported is null;

    /// <summary>Why the camera can't be read by anybody now; null if that is not so.</summary>
    public CameraFault? Fault { get; }

    /// <summary>Why this client does not read the camera, as the end of a sentence about it; null if it does, or for a fault.</summary>
    public string? Unsupported { get; }

    public static implicit operator PassedOpenResult(CameraFault fault) => new(fault, null);

    public static PassedOpenResult NotSupported(string reason) => new(null, reason);
}
