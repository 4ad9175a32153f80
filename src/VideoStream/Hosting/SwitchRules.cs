using VideoStream.Configuration;

namespace VideoStream.Hosting;

/// <summary>
/// Which switches exist: the sections of the configuration with all keys below them, and settings of ASP.NET Core's host. The framework's
/// provider accepts any switch, and ignores stray words.
/// </summary>
internal static class SwitchRules
{
    private const int MaxTypos = 2;
    private const int MaxHints = 4;

    private const string Example = "--VideoStream:WebSocket:Quality";

    private static readonly string[] Sections = [VideoStreamOptions.Section, "Kestrel", "Serilog", "Logging"];

    private static readonly string[] Settings =
    [
        "source", "urls", "http_ports", "https_ports", "environment", "contentRoot", "AllowedHosts",
        // The test host of ASP.NET Core passes it.
        "applicationName",
    ];

    /// <summary>What is wrong with a switch, in one line; null if nothing is.</summary>
    public static string? Problem(CommandLineSwitch argument)
    {
        if (!argument.IsSwitch)
            return $"unknown {(IsDashed(argument) ? "switch" : "argument")} {Shown(argument.Text)}; {StrayHint(argument)}";
        if (!IsKnown(argument.Name))
            return $"unknown switch {Shown(argument.Text)}; {Hint(argument.Name)}";
        return argument.Value is null ? $"{argument.Text} has no value; write {argument.Text} VALUE" : null;
    }

    private static bool IsKnown(string name) =>
        Settings.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    private static bool IsDashed(CommandLineSwitch argument) => argument.Text is ['-', ..];

    private static string StrayHint(CommandLineSwitch argument) => argument.Value is null && !IsDashed(argument)
        ? $"a camera is named by --source, as in --source {Shown(argument.Text)}"
        : Hint(argument.Name);

    /// <summary>Only the scheme of a URL, because the rest may hold a password.</summary>
    private static string Shown(string text) =>
        text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end ? text[..end] + "://…" : text;

    /// <summary>The nearest known switch, or how switches are named.</summary>
    private static string Hint(string name)
    {
        string[] known = [.. Settings, .. Sections, "help", "version"];
        string nearest = known.MinBy(candidate => EditDistance(name, candidate))!;
        if (EditDistance(name, nearest) <= MaxTypos)
            return $"did you mean --{nearest}?";
        string[] keys = [.. OptionKeys.EndingWith(name).Select(key => $"--{VideoStreamOptions.Section}:{key}").Take(MaxHints)];
        return keys.Length > 0
            ? $"settings are named by their whole key: {string.Join(" or ", keys)}"
            : $"settings are named by their whole key, as in {Example}; --help shows the common switches";
    }

    /// <summary>The Levenshtein distance: how many letters to insert, remove or replace. Case does not count.</summary>
    private static int EditDistance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i + 1);
            for (int j = 0; j < b.Length; j++)
            {
                int replaced = diagonal + (char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(diagonal, row[j]) + 1);
            }
        }

        return row[^1];
    }
}
