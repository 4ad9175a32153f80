using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>A workflow of GitHub Actions, with the keys that are used. Others are errors.</summary>
internal sealed class Workflow
{
    [YamlMember(Alias = "name")]
    public string Name { get; init; } = "";

    [YamlMember(Alias = "on")]
    public Dictionary<string, object?> Events { get; init; } = [];

    [YamlMember(Alias = "permissions")]
    public Dictionary<string, string> Permissions { get; init; } = [];

    [YamlMember(Alias = "env")]
    public Dictionary<string, string> Environment { get; init; } = [];

    [YamlMember(Alias = "jobs")]
    public Dictionary<string, WorkflowJob> Jobs { get; init; } = [];
}
