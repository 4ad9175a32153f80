using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Cameras.Sources;

/// <summary>What a step with a source ended in: OK, or a fault.</summary>
internal readonly record struct SourceResult
{
    private SourceResult(CameraFault fault)
    {
        Fault = fault;
    }

    public static SourceResult Ok => default;

    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsOk => Fault is null;

    /// <summary>What is wrong, if it isn't OK.</summary>
    public CameraFault? Fault { get; }

    public static implicit operator SourceResult(CameraFault fault) => new(fault);
}
