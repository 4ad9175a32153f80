using VideoStream.Hosting.Reload;

namespace VideoStream.Tests.Hosting.Reload;

public sealed class ConfigurationChangesTests
{
    [Theory]
    [InlineData("AllowedHosts", "a", "b", true)]
    [InlineData("AllowedHosts", null, "b", true)]
    [InlineData("urls", "a", "b", false)]
    [InlineData("preferHostingUrls", null, "true", false)]
    [InlineData("ForwardedHeaders_Enabled", null, "true", false)]
    [InlineData("Authentication:Schemes:Bearer:Authority", null, "b", false)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a", "b", false)]
    [InlineData("Kestrel:Endpoints:a:Url", "a", "b", false)]
    [InlineData("Kestrel:Certificates:Default:Path", "a", "b", true)]
    [InlineData("Kestrel:Certificates:Default:Path", "a", null, false)]
    [InlineData("Kestrel:Certificates:Default:Path", null, "b", false)]
    [InlineData("Kestrel:Endpoints:a:Certificate:Path", "a", "b", true)]
    [InlineData("Kestrel:Endpoints:a:Certificate:Path", "a", null, false)]
    [InlineData("Kestrel:Endpoints:Certificate:Url", "a", "b", false)]
    [InlineData("kestrel:certificates:default:path", "a", "b", true)]
    [InlineData("Serilog:MinimumLevel:Default", "Debug", "Fatal", true)]
    [InlineData("Serilog:MinimumLevel:Override:System", null, "Fatal", false)]
    [InlineData("Serilog:WriteTo:0:Name", "a", "b", false)]
    public void A_key_of_the_framework_counts_at_once_or_needs_a_restart(string key, string? before, string? after, bool isAtOnce)
    {
        Dictionary<string, string> started = Values(key, before);
        ConfigurationChanges changes = ConfigurationChanges.Of(started, started, Values(key, after));
        Assert.Equal((isAtOnce ? key : "", isAtOnce ? "" : key), (string.Concat(changes.InEffect), string.Concat(changes.AfterRestart)));
    }

    private static Dictionary<string, string> Values(string key, string? value) =>
        value is null ? new(StringComparer.OrdinalIgnoreCase) : new(StringComparer.OrdinalIgnoreCase) { [key] = value };
}
