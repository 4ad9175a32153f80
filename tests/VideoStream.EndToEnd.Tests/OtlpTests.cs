using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>The export to a collector of OpenTelemetry.</summary>
public sealed class OtlpTests
{
    /// <summary>The standard variables, so that the tests need not wait for a minute.</summary>
    private static readonly Dictionary<string, string?> Quick = new()
    {
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
    };

    [Theory]
    [InlineData("Grpc", "MetricsService/Export", "TraceService/Export")]
    [InlineData("HttpProtobuf", "/v1/metrics", "/v1/traces")]
    public async Task A_collector_gets_metrics_and_a_trace_of_each_request(string protocol, string metrics, string traces)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync(
            protocol == "Grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        (ServiceProcess service, Uri address) = await ServiceProcess.ListenAsync(
            Quick,
            "--source=test",
            $"--VideoStream:Telemetry:Otlp:Endpoint={collector.Address.AbsoluteUri}",
            $"--VideoStream:Telemetry:Otlp:Protocol={protocol}");
        using (service)
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
            await http.GetByteArrayAsync("/link/private/snapshot.jpg?access_token=hidden", TestContext.Current.CancellationToken);
            await http.GetByteArrayAsync("/snapshot.jpg?quality=33", TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(() => collector.Has(metrics, "videostream.camera.captured_frames"), "metrics arrive");
            await Eventually.HoldsAsync(() => collector.Has(traces, "/snapshot.jpg"), "a trace arrives");
            await Eventually.HoldsAsync(() => collector.Has(traces, "/link/"), "a trace of a link arrives");
            Assert.False(collector.Has(traces, "private"));
            Assert.False(collector.Has(traces, "hidden"));
            Assert.True(collector.Has(metrics, "service.version"));
            Assert.DoesNotContain(service.Output, line => line.Contains("are not sent", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_collector_that_can_not_be_reached_is_named_in_the_log_once_and_does_not_hold_up_the_end()
    {
        (ServiceProcess service, _) = await ServiceProcess.ListenAsync(
            Quick, "--source=test", $"--VideoStream:Telemetry:Otlp:Endpoint=http://127.0.0.1:{FreePort.Find()}");
        using (service)
        {
            await Eventually.HoldsAsync(() => Lines(service).Length > 0, "a line in the log");
            string line = Assert.Single(Lines(service));
            Assert.Contains("Connection refused", line, StringComparison.Ordinal);
            service.AskToStop();
            Assert.Equal(0, await service.ExitAsync());
            Assert.Single(Lines(service));
        }
    }

    [Fact]
    public async Task A_collector_that_does_not_answer_holds_up_the_end_for_a_second()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        // Connections are accepted by the kernel, and nobody reads.
        collector.Start();
        (ServiceProcess service, Uri address) = await ServiceProcess.ListenAsync(
            "--source=test", $"--VideoStream:Telemetry:Otlp:Endpoint=http://{collector.LocalEndpoint}");
        using (service)
        {
            using var http = new HttpClient { BaseAddress = address, Timeout = TestClient.Timeout };
            await http.GetByteArrayAsync("/snapshot.jpg", TestContext.Current.CancellationToken);
            service.AskToStop();
            await service.LogsAsync("The service ends without the rest of its cleanup, which takes more than 1 s");
            Assert.Equal(0, await service.ExitAsync());
        }
    }

    private static string[] Lines(ServiceProcess service) =>
        [.. service.Output.Where(line => line.Contains("Metrics are not sent to http://127.0.0.1:", StringComparison.Ordinal))];
}
