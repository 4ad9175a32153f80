using VideoStream.Tests.Support;

namespace VideoStream.Tests.Packaging;

/// <summary>Environment variables of a container.</summary>
internal static class EnvironmentKeys
{
    private const string Prefix = "VideoStream__";

    /// <summary>Fails if a variable is no configuration key, or its value is not allowed.</summary>
    public static void Check(IEnumerable<KeyValuePair<string, string>> variables)
    {
        KeyValuePair<string, string>[] all = [.. variables];
        Assert.All(all, variable => Assert.StartsWith(Prefix, variable.Key, StringComparison.Ordinal));
        _ = Configured.With([.. all.Select(variable => $"{Key(variable.Key)}={variable.Value}")]);
    }

    private static string Key(string variable) => variable[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
}
