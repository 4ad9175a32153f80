using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>A job of a <see cref="Workflow"/>.</summary>
internal sealed class WorkflowJob
{
    [YamlMember(Alias = "needs")]
    public string[] Needs { get; init; } = [];

    [YamlMember(Alias = "if")]
    public string? Condition { get; init; }

    [YamlMember(Alias = "runs-on")]
    public string RunsOn { get; init; } = "";

    [YamlMember(Alias = "timeout-minutes")]
    public int TimeoutMinutes { get; init; }

    [YamlMember(Alias = "permissions")]
    public Dictionary<string, string> Permissions { get; init; } = [];

    [YamlMember(Alias = "strategy")]
    public Dictionary<string, object> Strategy { get; init; } = [];

    [YamlMember(Alias = "env")]
    public Dictionary<string, string> Environment { get; init; } = [];

    [YamlMember(Alias = "steps")]
    public WorkflowStep[] Steps { get; init; } = [];
}
