using Microsoft.Extensions.Configuration.Memory;
using Serilog.Events;

namespace VideoStream.Hosting;

/// <summary>
/// The levels of the log: their defaults, and their rules. All other sources of the configuration override the defaults; a settings file
/// without them keeps them.
/// </summary>
internal static class LogLevels
{
    private const string MinimumLevel = "Serilog:MinimumLevel";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Serilog:Using:0"] = "Serilog.Sinks.Console",
        ["Serilog:MinimumLevel:Default"] = "Information",
        ["Serilog:MinimumLevel:Override:Microsoft"] = "Warning",
        ["Serilog:MinimumLevel:Override:System"] = "Warning",
        ["Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime"] = "Information",
        // The service logs these itself, in a line instead of a stack trace.
        ["Serilog:MinimumLevel:Override:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Fatal",
        ["Serilog:MinimumLevel:Override:Microsoft.Extensions.Hosting.Internal.Host"] = "Fatal",
    };

    /// <summary>Adds the defaults below all other sources.</summary>
    public static void AddLogLevels(this IConfigurationBuilder configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });

    /// <summary>One line for each level that there is not. The log ignores one that comes while it runs, without a word.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        IConfigurationSection minimum = configuration.GetSection(MinimumLevel);
        return minimum.GetSection("Override").GetChildren()
            // The log's own settings can have a switch in place of a level.
            .Where(level => level.Value is { Length: > 0 } and not ['$', ..])
            .Concat(configuration.GetSection("Serilog:LevelSwitches").GetChildren().Where(level => level.Value is { Length: > 0 }))
            .Prepend(minimum.GetSection("Default"))
            // A section with levels below it can have an empty value.
            .Concat(((IConfigurationSection[])[minimum]).Where(level => level.Value is { Length: > 0 }))
            .Where(level => level.Value is { } text && !IsLevel(text))
            .Select(level => $"{level.Path} is '{level.Value}'; allowed: {string.Join(", ", Enum.GetNames<LogEventLevel>())}");
    }

    private static bool IsLevel(string text) => Enum.TryParse(text, ignoreCase: true, out LogEventLevel level) && Enum.IsDefined(level);
}
