using Serilog;
using Serilog.Formatting.Compact;
using Serilog.Settings.Configuration;
using Serilog.Sinks.File;

namespace VideoStream.Hosting;

/// <summary>
/// Where the log goes, unless the configuration says so: lines for a person at a terminal, else JSON for the program that collects them.
/// </summary>
internal static class LogOutput
{
    /// <summary>The configuration that decides instead, if it is there.</summary>
    public const string Key = "Serilog:WriteTo";

    /// <summary>
    /// The sinks that a configuration can name: those that come with the service. Else the metadata of every file beside it would be read
    /// in search of more.
    /// </summary>
    public static readonly ConfigurationReaderOptions Reader =
        new(typeof(Log).Assembly, typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileSink).Assembly);

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
