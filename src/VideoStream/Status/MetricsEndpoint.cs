using OpenTelemetry.Metrics;

namespace VideoStream.Status;

/// <summary><c>/metrics</c>: all metrics as text, in the format that Prometheus asks for.</summary>
internal sealed class MetricsEndpoint
{
    public const string ContentType = "text/plain";

    /// <summary>For clients that accept it.</summary>
    public const string OpenMetrics = "application/openmetrics-text";

    private readonly RequestDelegate _scrape;

    /// <param name="services">Have the <see cref="MeterProvider"/> with its exporter, which comes as middleware only.</param>
    public MetricsEndpoint(IServiceProvider services)
    {
        _scrape = new ApplicationBuilder(services).UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
    }

    public async Task HandleAsync(HttpContext context)
    {
        // All clients share the exporter's buffer: one that reads slowly must not keep it from the others.
        using var text = new MemoryStream();
        Stream body = context.Response.Body;
        context.Response.Body = text;
        try
        {
            await _scrape(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        context.Response.ContentLength = text.Length;
        await body.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length));
    }
}
