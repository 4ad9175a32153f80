using VideoStream.Configuration;

namespace VideoStream.Hosting.Reload;

/// <summary>Which keys of the configuration have changed. Values are not shown: they may be secrets.</summary>
/// <param name="InEffect">Those that count from now on, at once or for new viewers.</param>
/// <param name="AfterRestart">Those that count after a restart.</param>
internal sealed record ConfigurationChanges(string[] InEffect, string[] AfterRestart)
{
    private const string Section = VideoStreamOptions.Section + ":";

    /// <summary>What the framework reads once, at the start.</summary>
    private static readonly string[] OfStart =
        ["urls", "http_ports", "https_ports", "preferHostingUrls", "FORWARDEDHEADERS_ENABLED", "Authentication", "Kestrel", "Serilog"];

    /// <summary>Compares configurations.</summary>
    /// <param name="started">That of the start.</param>
    /// <param name="before">That in effect.</param>
    /// <param name="next">That of the reload.</param>
    public static ConfigurationChanges Of(
        IReadOnlyDictionary<string, string> started,
        IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> next)
    {
        string[] inEffect = [.. Changed(before, next).Where(key => EffectOf(key, started, next) is not (null or TakesEffect.AfterRestart))];
        // A value that is as it was at the start needs no restart any more.
        string[] afterRestart = [.. Changed(started, next).Where(key => EffectOf(key, started, next) == TakesEffect.AfterRestart)];
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
    private static TakesEffect? EffectOf(
        string key, IReadOnlyDictionary<string, string> started, IReadOnlyDictionary<string, string> next)
    {
        if (key.StartsWith(Section, StringComparison.OrdinalIgnoreCase))
            return OptionKeys.EffectOf(key[Section.Length..]);
        // The hosts that the framework's own filter lets in.
        if (key.Equals("AllowedHosts", StringComparison.OrdinalIgnoreCase))
            return TakesEffect.AtOnce;
        string[] parts = key.Split(':');
        if (IsStillThere(key, parts, started, next))
            return TakesEffect.AtOnce;
        bool isOfStart = OfStart.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            || parts[0].StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);
        return isOfStart ? TakesEffect.AfterRestart : null;
    }

    /// <summary>Whether a key is of a certificate or a level that was there at the start, and still is.</summary>
    private static bool IsStillThere(
        string key, string[] parts, IReadOnlyDictionary<string, string> started, IReadOnlyDictionary<string, string> next)
    {
        int certificate = Array.FindIndex(parts, part => part.Equals("Certificate", StringComparison.OrdinalIgnoreCase));
        string? there = parts switch
        {
            _ when IsBelow(key, "Kestrel:Certificates:Default") => "Kestrel:Certificates:Default:Path",
            [_, _, _, _, ..] when certificate == 3 && IsBelow(key, "Kestrel:Endpoints") => string.Join(':', parts[..4]) + ":Path",
            _ when IsBelow(key, "Serilog:MinimumLevel") => key,
            _ => null,
        };
        return there is not null && started.ContainsKey(there) && next.ContainsKey(there);
    }

    private static bool IsBelow(string key, string section) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);
}
