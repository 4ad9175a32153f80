using System.ComponentModel;
using System.Reflection;

namespace VideoStream.Configuration;

/// <summary>
/// Compares configuration with its options class before it is bound. The binder ignores unknown keys and values in place of a group,
/// and its message for a value of the wrong type does not name the allowed values.
/// </summary>
internal static class ConfigurationShape
{
    /// <summary>One line for each key that is unknown or has a value of the wrong type.</summary>
    public static IEnumerable<string> Problems(IConfigurationSection section, Type options) =>
        HasValue(section) ? [ShouldBe(section, "a group of keys")] : KeyProblems(section, options);

    /// <summary>
    /// One line for each group of keys that stands beside the section it belongs to, where nothing would read it. Single values can be
    /// variables of the environment that mean something else.
    /// </summary>
    public static IEnumerable<string> Misplaced(IConfiguration root, IConfigurationSection section, Type options) =>
        from property in options.GetProperties()
        where IsOptions(property.PropertyType) || EntryType(property.PropertyType) is not null
        where IsGroup(root.GetSection(property.Name))
        select $"{property.Name} is outside of {section.Path}, where nothing reads it; it is {section.Path}:{property.Name}";

    /// <summary>Whether a type is an options class, whose properties are keys.</summary>
    public static bool IsOptions(Type type) => type.IsClass && type.Namespace == typeof(ConfigurationShape).Namespace;

    /// <summary>The options class of a dictionary's entries; null if the type is not a dictionary of options.</summary>
    public static Type? EntryType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>)
        && type.GetGenericArguments() is [var key, { IsClass: true } entry] && key == typeof(string) && entry != typeof(string)
            ? entry
            : null;

    private static IEnumerable<string> KeyProblems(IConfigurationSection section, Type options)
    {
        var properties = options.GetProperties().ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        return section.GetChildren().SelectMany(child => properties.TryGetValue(child.Key, out PropertyInfo? property)
            ? Problems(child, property)
            : [$"{child.Path} is an unknown key; allowed: {string.Join(", ", properties.Values.Select(p => p.Name))}"]);
    }

    private static IEnumerable<string> Problems(IConfigurationSection section, PropertyInfo property)
    {
        Type type = property.PropertyType;
        if (EntryType(type) is { } entry)
            return EntryProblems(section, property.Name, entry);
        if (type == typeof(string[]))
            return ListProblems(section);
        return IsOptions(type) ? Problems(section, type) : ScalarProblems(section, property);
    }

    private static IEnumerable<string> EntryProblems(IConfigurationSection section, string name, Type entry) => HasValue(section)
        ? [ShouldBe(section, "a group of " + name.ToLowerInvariant())]
        : section.GetChildren().SelectMany(child => HasValue(child)
            ? [ShouldBe(child, "a group of keys, such as " + entry.GetProperties()[0].Name)]
            : KeyProblems(child, entry));

    private static IEnumerable<string> ListProblems(IConfigurationSection section) => HasValue(section)
        ? [ShouldBe(section, $"a list, so give {section.Path}:0, :1 …")]
        : section.GetChildren().Where(IsGroup).Select(ShouldBeValue);

    private static string[] ScalarProblems(IConfigurationSection section, PropertyInfo property)
    {
        if (IsGroup(section))
            return [ShouldBeValue(section)];
        return Converts(section.Value, property.PropertyType)
            ? []
            : [$"{section.Path} is '{section.Value}'; allowed: {Allowed(property)}"];
    }

    private static bool HasValue(IConfigurationSection section) => !string.IsNullOrEmpty(section.Value);

    private static bool IsGroup(IConfigurationSection section) => section.GetChildren().Any();

    private static string ShouldBe(IConfigurationSection section, string what) => $"{section.Path} is '{section.Value}'; it is {what}";

    private static string ShouldBeValue(IConfigurationSection section) => $"{section.Path} is a group of keys; it is a single value";

    private static bool Converts(string? value, Type type)
    {
        if (type == typeof(string))
            return true;
        try
        {
            object? converted = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value ?? "");
            return !type.IsEnum || Enum.IsDefined(type, converted!);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Allowed(PropertyInfo property)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(bool))
            return "true, false";
        if (type.IsEnum)
            return string.Join(", ", Enum.GetNames(type));
        string numbers = type == typeof(int) ? "whole numbers" : "numbers";
        return property.GetCustomAttribute<AllowedRangeAttribute>() is { } range ? $"{numbers} {range}" : numbers;
    }
}
