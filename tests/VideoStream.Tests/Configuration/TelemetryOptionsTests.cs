using VideoStream.Tests.Support;

namespace VideoStream.Tests.Configuration;

public sealed class TelemetryOptionsTests
{
    [Theory]
    [InlineData("http://collector:4317")]
    [InlineData("https://otel.example.org:4318/tenant/")]
    [InlineData("http://[::1]:4317")]
    [InlineData("")]
    public void A_collector_is_named_by_its_address(string endpoint) =>
        Assert.Equal(endpoint, Configured.With("Telemetry:Otlp:Endpoint=" + endpoint).Telemetry.Otlp.Endpoint);

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("grpc://collector:4317")]
    [InlineData("/metrics")]
    [InlineData("http://user:secret@collector:4317")]
    [InlineData("http://collector:4317/?key=secret")]
    public void Another_address_stops_the_start_and_is_not_shown(string endpoint)
    {
        string failure = Assert.Single(Configured.Failures("Telemetry:Otlp:Endpoint=" + endpoint));
        Assert.StartsWith("VideoStream:Telemetry:Otlp:Endpoint is no address of a collector; allowed: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_protocol_that_does_not_exist_stops_the_start() => Assert.Equal(
        ["VideoStream:Telemetry:Otlp:Protocol is 'Thrift'; allowed: Grpc, HttpProtobuf"],
        Configured.Failures("Telemetry:Otlp:Protocol=Thrift"));
}
