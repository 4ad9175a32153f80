using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Cameras.Sources;

/// <summary>The result of a step with a source: OK, or a fault.</summary>
internal readonly record struct SourceResult
{
    private SourceResult(CameraFault fault)
    {
        Fault = fault;
    }

    public static SourceResult Ok => default;

    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsOk => Fault is null;

    /// <summary>The fault, if the result is not OK.</summary>
    public CameraFault? Fault { get; }

    public static implicit operator SourceResult(CameraFault fault) => new(fault);
}
