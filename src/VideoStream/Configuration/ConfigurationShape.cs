using System.ComponentModel;
using System.Reflection;

namespace VideoStream.Configuration;

/// <summary>
/// Compares configuration with its options class before it is bound. The binder ignores unknown keys, and values in place of a group;
/// its message for a value of the wrong type does not say what is allowed.
/// </summary>
internal static class ConfigurationShape
{
    /// <summary>One line for each key that is unknown or has a value of the wrong type.</summary>
    public static IEnumerable<string> Problems(IConfigurationSection section, Type options) =>
        IsGroup(section, "a group of keys") ?? KeyProblems(section, options);

    /// <summary>Whether a type is an options class, whose properties are keys.</summary>
    public static bool IsOptions(Type type) => type.IsClass && type.Namespace == typeof(ConfigurationShape).Namespace;

    /// <summary>The options class of a dictionary's entries; null if the type is no such dictionary.</summary>
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
            return IsGroup(section, "a group of " + property.Name.ToLowerInvariant())
                ?? section.GetChildren().SelectMany(child => IsGroup(child, "a group of keys, such as " + entry.GetProperties()[0].Name)
                    ?? KeyProblems(child, entry));
        if (type == typeof(string[]))
            return IsGroup(section, "a list, so give " + section.Path + ":0, :1 …") ?? section.GetChildren().Select(IsValue).OfType<string>();
        if (IsOptions(type))
            return Problems(section, type);
        return ScalarProblem(section, property) is { } problem ? [problem] : [];
    }

    private static IEnumerable<string>? IsGroup(IConfigurationSection section, string what) =>
        string.IsNullOrEmpty(section.Value) ? null : [$"{section.Path} is '{section.Value}'; it is {what}"];

    private static string? IsValue(IConfigurationSection section) =>
        section.GetChildren().Any() ? $"{section.Path} is a group of keys; it is a single value" : null;

    private static string? ScalarProblem(IConfigurationSection section, PropertyInfo property)
    {
        if (IsValue(section) is { } problem)
            return problem;
        return Converts(section.Value, property.PropertyType) ? null : $"{section.Path} is '{section.Value}'; allowed: {Allowed(property)}";
    }

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
