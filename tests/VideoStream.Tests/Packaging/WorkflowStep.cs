using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>A step of a <see cref="WorkflowJob"/>.</summary>
internal sealed class WorkflowStep
{
    [YamlMember(Alias = "name")]
    public string? Name { get; init; }

    [YamlMember(Alias = "id")]
    public string? Id { get; init; }

    [YamlMember(Alias = "if")]
    public string? Condition { get; init; }

    [YamlMember(Alias = "uses")]
    public string? Uses { get; init; }

    [YamlMember(Alias = "with")]
    public Dictionary<string, string> Inputs { get; init; } = [];

    [YamlMember(Alias = "env")]
    public Dictionary<string, string> Environment { get; init; } = [];

    [YamlMember(Alias = "run")]
    public string? Run { get; init; }
}
