using System.Runtime.CompilerServices;

namespace VideoStream.Hosting.Reload;

/// <summary>
/// All keys of a configuration that have a value. The framework's <c>AsEnumerable</c> looks through all keys again for each of them, which
/// takes minutes for a large file.
/// </summary>
internal static class ConfigurationValues
{
    /// <summary>Reads all values, those of later sources instead of those of earlier ones.</summary>
    public static Dictionary<string, string> Of(IConfigurationRoot root)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (IConfigurationProvider provider in root.Providers)
        {
            foreach (var (key, value) in Of(provider))
                values[key] = value;
        }

        return values
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value!, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Of(IConfigurationProvider provider) => provider is ConfigurationProvider own
        ? Data(own)
        : Below(provider, null);

    /// <summary>Of one that hands on another configuration.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Below(IConfigurationProvider provider, string? parent)
    {
        foreach (string name in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            string key = parent is null ? name : ConfigurationPath.Combine(parent, name);
            if (provider.TryGet(key, out string? value))
                yield return KeyValuePair.Create(key, value);
            foreach (KeyValuePair<string, string?> below in Below(provider, key))
                yield return below;
        }
    }

    /// <summary>The provider's own dictionary, which only classes that derive from it can name.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Data")]
    private static extern IDictionary<string, string?> Data(ConfigurationProvider provider);
}
