using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>A file of Docker Compose, with the keys that are used. Others are errors.</summary>
internal sealed class ComposeFile
{
    [YamlMember(Alias = "name")]
    public string Name { get; init; } = "";

    [YamlMember(Alias = "services")]
    public Dictionary<string, ComposeService> Services { get; init; } = [];

    [YamlMember(Alias = "volumes")]
    public Dictionary<string, object?> Volumes { get; init; } = [];

    /// <summary>The files that are made for the services, each as <c>content</c> and its text.</summary>
    [YamlMember(Alias = "configs")]
    public Dictionary<string, Dictionary<string, string>> Configs { get; init; } = [];
}
