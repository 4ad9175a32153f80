using VideoStream.Configuration;

namespace VideoStream.Hosting.Reload;

/// <summary>Which keys of the configuration have changed. Values are not shown: they may be secrets.</summary>
/// <param name="InEffect">Those that count from now on, at once or for new viewers.</param>
/// <param name="AfterRestart">Those that count after a restart.</param>
internal sealed record ConfigurationChanges(string[] InEffect, string[] AfterRestart)
{
    private const string Section = VideoStreamOptions.Section + ":";

    private static readonly string[] Addresses = ["urls", "http_ports", "https_ports"];

    /// <summary>Compares configurations.</summary>
    /// <param name="started">That of the start.</param>
    /// <param name="before">That in effect.</param>
    /// <param name="next">That of the reload.</param>
    public static ConfigurationChanges Of(
        IReadOnlyDictionary<string, string> started,
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> next)
    {
        string[] inEffect = [.. Changed(before, next).Where(key => EffectOf(key, started) is not (null or TakesEffect.AfterRestart))];
        // A value that is as it was at the start needs no restart any more.
        string[] afterRestart = [.. Changed(started, next).Where(key => EffectOf(key, started) == TakesEffect.AfterRestart)];
        return new(inEffect, afterRestart);
    }

    /// <summary>A key as the documentation names it, without the section that nearly all are in.</summary>
    public static string NameOf(string key) =>
        key.StartsWith(Section, StringComparison.OrdinalIgnoreCase) ? key[Section.Length..] : key;

    private static IEnumerable<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> next) =>
        before.Keys.Union(next.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => before.GetValueOrDefault(key) != next.GetValueOrDefault(key))
            .Order(StringComparer.OrdinalIgnoreCase);

    /// <returns>Null if the service does not use the key.</returns>
    private static TakesEffect? EffectOf(string key, IReadOnlyDictionary<string, string> started)
    {
        if (key.StartsWith(Section, StringComparison.OrdinalIgnoreCase))
            return OptionKeys.EffectOf(key[Section.Length..]);
        if (Addresses.Contains(key, StringComparer.OrdinalIgnoreCase))
            return TakesEffect.AfterRestart;
        return key.Split(':') switch
        {
            // Certificates of endpoints that the server listens on, and levels that the log has had from its start.
            ["Kestrel", "Certificates", "Default", ..] or ["Kestrel", "Endpoints", _, "Certificate", ..] => TakesEffect.AtOnce,
            ["Serilog", "MinimumLevel", ..] when started.ContainsKey(key) => TakesEffect.AtOnce,
            ["Kestrel" or "Serilog", ..] => TakesEffect.AfterRestart,
            _ => null,
        };
    }
}
