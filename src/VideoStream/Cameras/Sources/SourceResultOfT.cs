using System.Diagnostics.CodeAnalysis;

namespace VideoStream.Cameras.Sources;

/// <summary>The result of a step with a source that yields something: its value, or a fault.</summary>
internal readonly record struct SourceResult<T>
    where T : class
{
    private SourceResult(T? value, CameraFault? fault)
    {
        (Value, Fault) = (value, fault);
    }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsOk => Value is not null;

    /// <summary>The value, if the result is OK.</summary>
    public T? Value { get; }

    /// <summary>The fault, if the result is not OK.</summary>
    public CameraFault? Fault { get; }

    public static implicit operator SourceResult<T>(T value) => new(value, null);

    public static implicit operator SourceResult<T>(CameraFault fault) => new(null, fault);
}
