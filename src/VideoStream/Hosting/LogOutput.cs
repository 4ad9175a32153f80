using Serilog;
using Serilog.Formatting.Compact;

namespace VideoStream.Hosting;

/// <summary>
/// Where the log goes, unless the configuration says so: lines for a person at a terminal, else JSON for the program that collects them.
/// </summary>
internal static class LogOutput
{
    /// <summary>The configuration that decides instead, if it is there.</summary>
    public const string Key = "Serilog:WriteTo";

    private const string Lines = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static void WriteToConsole(this LoggerConfiguration logging, IConfiguration configuration)
    {
        if (configuration.GetSection(Key).Exists())
            return;
        if (Console.IsOutputRedirected)
            logging.WriteTo.Console(new CompactJsonFormatter());
        else
            logging.WriteTo.Console(outputTemplate: Lines, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
    }
}
