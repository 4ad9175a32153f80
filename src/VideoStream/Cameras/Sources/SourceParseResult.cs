namespace VideoStream.Cameras.Sources;

/// <summary>What a kind of source made of a configured text.</summary>
internal readonly record struct SourceParseResult
{
    private readonly SourceDescriptor? _source;

    private SourceParseResult(SourceDescriptor? source, string? error)
    {
        (_source, Error) = (source, error);
    }

    /// <summary>The text is of another kind.</summary>
    public static SourceParseResult NotRecognized => default;

    public bool IsRecognized => IsValid || Error is not null;

    public bool IsValid => _source is not null;

    /// <summary>The source of a valid text.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid.</exception>
    public SourceDescriptor Source => _source ?? throw new InvalidOperationException("The source " + Error);

    /// <summary>The error, as the end of a sentence that begins with the key. Contains no secret.</summary>
    public string? Error { get; }

    public static implicit operator SourceParseResult(SourceDescriptor source) => new(source, null);

    public static SourceParseResult Invalid(string error) => new(null, error);
}
