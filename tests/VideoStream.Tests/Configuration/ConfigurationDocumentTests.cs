using System.Globalization;
using System.Reflection;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

/// <summary>
/// The tables in docs/configuration.md have each option with its default, and nothing else. Their notation:
/// the header is <c>| key under `VideoStream:` | default | meaning |</c>, and each key has a row of its own. The first cell is the full
/// key in backticks, with <c>&lt;name&gt;</c> for an entry of a dictionary and <c>&lt;n&gt;</c> for one of a list:
/// <c>`Cameras:&lt;name&gt;:Width`</c>. The second cell is the default, plain or in backticks, as configuration has it (<c>0.5</c>,
/// <c>true</c>, <c>TopLeft</c>). It is empty if the code has none. The third cell is free text, and the order is free.
/// </summary>
public sealed class ConfigurationDocumentTests
{
    private const string Header = "| key under `VideoStream:` | default | meaning |";

    [Fact]
    public void The_tables_have_every_option_once_with_its_default_and_no_other()
    {
        string[] options = [.. Options(new VideoStreamOptions(), "").Order(StringComparer.Ordinal)];
        Assert.Equal(options, Rows(Repository.Lines("docs/configuration.md")).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// The table of what takes effect when, whose rows name keys, or all that begin with the same parts (<c>Osd:*</c>), of which a longer
    /// one counts more. A key without a row, or without <see cref="ReloadAttribute"/>, fails.
    /// </summary>
    [Fact]
    public void The_document_says_of_each_key_when_a_changed_value_counts_as_the_code_does()
    {
        var written = Effects(Repository.Lines("docs/configuration.md")).ToArray();
        Assert.Equal(
            OptionKeys.All.Select(key => $"{key}: {OptionKeys.EffectOf(key)?.ToString() ?? "not classified"}"),
            OptionKeys.All.Select(key => $"{key}: {written
                .Where(row => Matches(row.Pattern, key))
                .OrderByDescending(row => row.Pattern.TrimEnd('*').Length)
                .Select(row => row.Effect.ToString())
                .FirstOrDefault() ?? "not written"}"));
        Assert.All(written, row => Assert.Contains(OptionKeys.All, key => Matches(row.Pattern, key)));
    }

    private static bool Matches(string pattern, string key) =>
        pattern.EndsWith('*') ? key.StartsWith(pattern[..^1], StringComparison.Ordinal) : key == pattern;

    private static IEnumerable<(string Pattern, TakesEffect Effect)> Effects(string[] lines) =>
        from line in lines.SkipWhile(line => line != "| takes effect | keys under `VideoStream:` |").Skip(2).TakeWhile(line => line != "")
        let cells = line.Split('|')
        let effect = cells[1].Trim() switch
        {
            "at once" => TakesEffect.AtOnce,
            "for new viewers and connections" => TakesEffect.ForNewViewers,
            "after a restart" => TakesEffect.AfterRestart,
            _ => throw new InvalidDataException("no effect: " + line),
        }
        from key in cells[2].Split(',')
        select (key.Trim().Trim('`'), effect);

    /// <summary>Each key and its default, as <c>key = default</c>.</summary>
    private static IEnumerable<string> Options(object options, string prefix) =>
        options.GetType().GetProperties().SelectMany(property => Options(property, prefix + property.Name, property.GetValue(options)));

    private static IEnumerable<string> Options(PropertyInfo property, string key, object? value)
    {
        Type type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return Options(Activator.CreateInstance(type.GetGenericArguments()[1])!, key + ":<name>:");
        if (type.IsArray)
            return [$"{key}:<n> = {string.Join(", ", ((Array)value!).Cast<object>())}"];
        return type.IsClass && type != typeof(string) ? Options(value!, key + ":") : [$"{key} = {Text(value)}"];
    }

    private static string Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>The rows of all tables with the header, in the same notation.</summary>
    private static IEnumerable<string> Rows(string[] lines)
    {
        bool isInTable = false;
        foreach (string line in lines)
        {
            if (line == Header)
                isInTable = true;
            else if (!line.StartsWith('|'))
                isInTable = false;
            else if (isInTable && !line.StartsWith("|-", StringComparison.Ordinal))
                yield return Row(line);
        }
    }

    private static string Row(string line)
    {
        string[] cells = [.. line.Split('|').Select(cell => cell.Trim())];
        Assert.True(cells is ["", ['`', .., '`'], _, _, ""], "not a key in backticks, a default and a meaning: " + line);
        return $"{cells[1].Trim('`')} = {cells[2].Trim('`')}";
    }
}
