using Microsoft.Extensions.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using VideoStream.Hosting;

namespace VideoStream.Tests.Hosting;

public sealed class LogLevelsTests
{
    [Theory]
    [InlineData("VideoStream.Cameras.Camera", LogEventLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Warning)]
    [InlineData("Microsoft.Hosting.Lifetime", LogEventLevel.Information)]
    [InlineData("Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogEventLevel.Fatal)]
    public void Settings_without_levels_log_no_request(string source, LogEventLevel lowest)
    {
        using Logger logger = Configured([]);
        ILogger of = logger.ForContext(Constants.SourceContextPropertyName, source);
        Assert.Equal((true, false), (of.IsEnabled(lowest), of.IsEnabled(lowest - 1)));
    }

    [Theory]
    [InlineData("Serilog:MinimumLevel:Override:Microsoft")]
    [InlineData("Serilog:MinimumLevel:Override:Microsoft.AspNetCore")]
    public void A_setting_overrides_them(string key)
    {
        using Logger logger = Configured(new() { [key] = "Debug", ["Serilog:MinimumLevel"] = "Verbose" });
        Assert.True(logger.ForContext(Constants.SourceContextPropertyName, "Microsoft.AspNetCore.X").IsEnabled(LogEventLevel.Debug));
        Assert.True(logger.IsEnabled(LogEventLevel.Verbose));
    }

    private static Logger Configured(Dictionary<string, string?> settings)
    {
        IConfigurationBuilder configuration = new ConfigurationBuilder().AddInMemoryCollection(settings);
        configuration.AddLogLevels();
        return new LoggerConfiguration().ReadFrom.Configuration(configuration.Build()).CreateLogger();
    }
}
