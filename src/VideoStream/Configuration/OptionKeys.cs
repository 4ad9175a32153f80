using System.Reflection;

namespace VideoStream.Configuration;

/// <summary>
/// The keys under <c>VideoStream:</c> as the documentation writes them, with <c>&lt;name&gt;</c> for an entry of a dictionary.
/// </summary>
internal static class OptionKeys
{
    private static readonly string[] All = [.. Keys(typeof(VideoStreamOptions), "")];

    /// <summary>The keys whose last parts are these, as in <c>Quality</c> or <c>WebSocket:Quality</c>.</summary>
    public static IEnumerable<string> EndingWith(string parts) =>
        All.Where(key => (":" + key).EndsWith(":" + parts, StringComparison.OrdinalIgnoreCase));

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
