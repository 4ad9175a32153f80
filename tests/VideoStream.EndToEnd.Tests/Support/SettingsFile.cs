using System.Text.Json.Nodes;

namespace VideoStream.EndToEnd.Tests.Support;

/// <summary>The settings of a service that has its own folder for them.</summary>
internal sealed class SettingsFile : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>What the service is started with.</summary>
    public string Argument => "--contentRoot=" + _directory.Path("");

    /// <summary>A path in the folder.</summary>
    public string Path(string name) => _directory.Path(name);

    /// <summary>Replaces the file in one step, as an editor does.</summary>
    /// <param name="section">The section <c>VideoStream</c>.</param>
    public void Write(JsonNode section)
    {
        JsonNode settings = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "appsettings.json")))!;
        settings["VideoStream"] = section;
        string written = Path("written.json");
        File.WriteAllText(written, settings.ToJsonString());
        File.Move(written, Path("appsettings.json"), overwrite: true);
    }

    /// <summary>The same, of JSON.</summary>
    public void Write(string section) => Write(JsonNode.Parse(section)!);

    public void Dispose() => _directory.Dispose();
}
