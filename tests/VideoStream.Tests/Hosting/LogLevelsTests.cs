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

    [Theory]
    [InlineData("Serilog:MinimumLevel", "Loud")]
    [InlineData("Serilog:MinimumLevel:Default", "")]
    [InlineData("Serilog:MinimumLevel:Default", "99")]
    [InlineData("Serilog:MinimumLevel:Override:Microsoft", "Trace")]
    [InlineData("Serilog:LevelSwitches:$all", "Quiet")]
    public void A_level_that_there_is_not_is_named_with_those_that_there_are(string key, string level) =>
        Assert.Equal(
            $"{key} is '{level}'; allowed: Verbose, Debug, Information, Warning, Error, Fatal",
            Assert.Single(LogLevels.Problems(Configuration(key, level))));

    [Theory]
    [InlineData("Serilog:MinimumLevel", "debug")]
    [InlineData("Serilog:MinimumLevel", "")]
    [InlineData("Serilog:MinimumLevel:Override:Microsoft", "$all")]
    [InlineData("Serilog:LevelSwitches:$all", "Debug")]
    public void A_level_or_the_name_of_a_switch_is_right(string key, string level) =>
        Assert.Empty(LogLevels.Problems(Configuration(key, level)));

    private static IConfiguration Configuration(string key, string level) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, level)]).Build();

    private static Logger Configured(Dictionary<string, string?> settings)
    {
        IConfigurationBuilder configuration = new ConfigurationBuilder().AddInMemoryCollection(settings);
        configuration.AddLogLevels();
        return new LoggerConfiguration().ReadFrom.Configuration(configuration.Build()).CreateLogger();
    }
}
