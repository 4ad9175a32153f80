using YamlDotNet.Serialization;

namespace VideoStream.Tests.Packaging;

/// <summary>A service of a <see cref="ComposeFile"/>.</summary>
internal sealed class ComposeService
{
    [YamlMember(Alias = "build")]
    public string? Build { get; init; }

    [YamlMember(Alias = "image")]
    public string Image { get; init; } = "";

    [YamlMember(Alias = "hostname")]
    public string? HostName { get; init; }

    [YamlMember(Alias = "restart")]
    public string Restart { get; init; } = "";

    [YamlMember(Alias = "ports")]
    public string[] Ports { get; init; } = [];

    [YamlMember(Alias = "devices")]
    public string[] Devices { get; init; } = [];

    [YamlMember(Alias = "group_add")]
    public string[] Groups { get; init; } = [];

    [YamlMember(Alias = "environment")]
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Files of the <see cref="ComposeFile.Configs"/>, each with its <c>source</c> and <c>target</c>.</summary>
    [YamlMember(Alias = "configs")]
    public Dictionary<string, string>[] Configs { get; init; } = [];

    [YamlMember(Alias = "volumes")]
    public string[] Volumes { get; init; } = [];

    [YamlMember(Alias = "read_only")]
    public bool ReadOnly { get; init; }

    [YamlMember(Alias = "cap_drop")]
    public string[] DroppedCapabilities { get; init; } = [];

    [YamlMember(Alias = "security_opt")]
    public string[] SecurityOptions { get; init; } = [];

    [YamlMember(Alias = "logging")]
    public Dictionary<string, object> Logging { get; init; } = [];
}
