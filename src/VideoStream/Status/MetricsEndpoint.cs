using OpenTelemetry.Metrics;

namespace VideoStream.Status;

/// <summary><c>/metrics</c>: all metrics as text, in the format that Prometheus asks for.</summary>
internal sealed class MetricsEndpoint
{
    public const string ContentType = "text/plain";

    private readonly RequestDelegate _scrape;

    /// <param name="services">Have the <see cref="MeterProvider"/> with its exporter, which comes as middleware only.</param>
    public MetricsEndpoint(IServiceProvider services)
    {
        _scrape = new ApplicationBuilder(services).UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
    }

    public Task HandleAsync(HttpContext context) => _scrape(context);
}
