using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>
/// The switches of the command line: every configuration key, and settings of ASP.NET Core's host. The framework's provider accepts any
/// switch and ignores stray words.
/// </summary>
internal static class SwitchRules
{
    private const int MaxTypos = 2;
    private const int MaxHints = 4;

    private const string Example = "--VideoStream:WebSocket:Quality";

    /// <summary>Sections of the configuration, with all keys below them.</summary>
    private static readonly string[] Sections = [VideoStreamOptions.Section, "Kestrel", "Serilog", "Logging"];

    private static readonly string[] Settings =
    [
        "source", "urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts",
        // The test host of ASP.NET Core passes it.
        "applicationName",
    ];

    /// <summary>What is wrong with a switch, in one line; empty if it is valid.</summary>
    public static IEnumerable<string> Problems(CommandLineSwitch argument)
    {
        if (!argument.IsSwitch)
            yield return $"unknown {(IsDashed(argument) ? "switch" : "argument")} {Redact(argument.Text)}; {StrayHint(argument)}";
        else if (!IsKnown(argument.Name))
            yield return $"unknown switch {Redact(argument.Text)}; {Hint(argument.Name)}";
        else if (argument.Value is null)
            yield return $"{argument.Text} has no value; write {argument.Text} VALUE";
    }

    private static bool IsKnown(string name) =>
        Settings.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a word is that of a switch without a value.</summary>
    private static bool IsFlag(CommandLineSwitch argument) => argument.Name is "help" or "version";

    private static bool IsDashed(CommandLineSwitch argument) => argument.Text is ['-', ..];

    private static string StrayHint(CommandLineSwitch argument) => argument.Value is null && !IsDashed(argument) && !IsFlag(argument)
        ? $"a camera is named by --source, as in --source {Redact(argument.Text)}"
        : Hint(argument.Name);

    /// <summary>Keeps only the scheme of a URL, because the rest may hold a password.</summary>
    private static string Redact(string text) =>
        text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end ? text[..end] + "://…" : text;

    /// <summary>The nearest known switch, or how switches are named.</summary>
    private static string Hint(string name)
    {
        string[] known = [.. Settings, .. Sections, "help", "version"];
        string nearest = known.MinBy(candidate => EditDistance.Between(name, candidate))!;
        if (EditDistance.Between(name, nearest) <= MaxTypos)
            return $"did you mean --{nearest}?";
        string[] keys = [.. OptionKeys.EndingWith(name).Select(key => $"--{VideoStreamOptions.Section}:{key}").Take(MaxHints)];
        return keys.Length > 0
            ? $"settings are named by their whole key: {string.Join(" or ", keys)}"
            : $"settings are named by their whole key, as in {Example}; --help shows the common switches";
    }
}
