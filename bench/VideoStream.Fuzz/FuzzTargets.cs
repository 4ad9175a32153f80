using VideoStream.Fuzz.Targets;

namespace VideoStream.Fuzz;

/// <summary>The parsers that read what clients and cameras send.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<IFuzzTarget>> All = new()
    {
        ["message"] = () => new MessageTarget(),
        ["query"] = () => new QueryTarget(),
        ["headers"] = () => new HeadersTarget(),
        ["multipart"] = () => new MultipartTarget(),
        ["jpeg"] = () => new JpegTarget(),
        ["decoder"] = () => new DecoderTarget(),
        ["video"] = () => new VideoTarget(),
        ["metadata"] = () => new MetadataTarget(),
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Finds what creates a target; null if there is none of that name.</summary>
    public static Func<IFuzzTarget>? Find(string name) => All.GetValueOrDefault(name);
}
