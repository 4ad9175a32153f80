using System.Reflection;

namespace VideoStream.Configuration;

/// <summary>
/// The keys under <c>VideoStream:</c> as the documentation writes them, with <c>&lt;name&gt;</c> for an entry of a dictionary.
/// </summary>
internal static class OptionKeys
{
    /// <summary>All keys.</summary>
    public static readonly IReadOnlyList<string> All = [.. Keys(typeof(VideoStreamOptions), "")];

    /// <summary>The keys whose last parts are these, as in <c>Quality</c> or <c>WebSocket:Quality</c>.</summary>
    public static IEnumerable<string> EndingWith(string parts) =>
        All.Where(key => (":" + key).EndsWith(":" + parts, StringComparison.OrdinalIgnoreCase));

    /// <summary>When a changed value of a key counts.</summary>
    /// <param name="key">A key under <c>VideoStream:</c>, as in <c>Cameras:gate:Source</c>.</param>
    /// <returns>Null if the options do not say.</returns>
    public static TakesEffect? EffectOf(string key)
    {
        Type type = typeof(VideoStreamOptions);
        TakesEffect? effect = null;
        string[] parts = key.Split(':');
        for (int i = 0; i < parts.Length && FindProperty(type, parts[i]) is { } property; i++)
        {
            Type? entry = ConfigurationShape.EntryType(property.PropertyType);
            type = entry ?? property.PropertyType;
            effect = EffectOf(property) ?? EffectOf(type) ?? effect;
            // The name of an entry is no property.
            i += entry is null ? 0 : 1;
        }

        return effect;
    }

    private static TakesEffect? EffectOf(MemberInfo member) => member.GetCustomAttribute<ReloadAttribute>()?.Effect;

    private static PropertyInfo? FindProperty(Type options, string name) =>
        options.GetProperty(name, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance);

    private static IEnumerable<string> Keys(Type options, string prefix) =>
        options.GetProperties().SelectMany(property => Keys(property, prefix + property.Name));

    private static IEnumerable<string> Keys(PropertyInfo property, string key)
    {
        Type type = property.PropertyType;
        if (ConfigurationShape.EntryType(type) is { } entry)
            return Keys(entry, key + ":<name>:");
        return ConfigurationShape.IsOptions(type) ? Keys(type, key + ":") : [key];
    }
}
