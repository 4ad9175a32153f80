using VideoStream.Tests.Support;
using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>Reads YAML of which every key must be known, and may be there once.</summary>
internal static class Yaml
{
    private static readonly IDeserializer Strict = new DeserializerBuilder().WithDuplicateKeyChecking().Build();

    public static T Parse<T>(string text) => Strict.Deserialize<T>(text);

    public static T Read<T>(string path) => Parse<T>(Repository.Text(path));
}
