using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Relay;
using VideoStream.Status;
using VideoStream.Transports.Connections;
using VideoStream.Viewers;

namespace VideoStream.Hosting;

/// <summary>What is measured, and where it goes.</summary>
internal static class TelemetryServices
{
    /// <summary>The meter of the runtime, with the process's memory and processor time.</summary>
    private const string RuntimeMeter = "System.Runtime";

    /// <summary>How long a collector may take for an answer. The end of the process waits less, see <see cref="ServiceEnd"/>.</summary>
    private static readonly TimeSpan ExportTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How many combinations of labels a metric has room for at least, and for each camera that is configured. All room is allocated at
    /// once, 72 bytes a combination and metric, so the library's 2,000 would take 8 MB of the heap of any service.
    /// </summary>
    private const int LeastCombinations = 500, CombinationsPerCamera = 10, CombinationsOfDiscovery = 2000;

    private static readonly string[] Meters =
    [
        CameraMetrics.MeterName,
        EncodingMetrics.MeterName,
        RefusalMetrics.MeterName,
        ViewerMetrics.MeterName,
        ConnectionMetrics.MeterName,
        LoopMetrics.MeterName,
        RelayMetrics.MeterName,
        RuntimeMeter,
    ];

    /// <summary>Adds the metrics, their exporter for <c>/metrics</c>, and the export by OTLP if it is configured.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Decides about OTLP before the options are there. They are validated later, as all are.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        int combinations = LabelCombinations(configuration.GetSection(VideoStreamOptions.Section));
        services
            .AddSingleton<CameraMetrics>()
            .AddSingleton<EncodingMetrics>()
            .AddSingleton<RefusalMetrics>()
            .AddSingleton<ViewerMetrics>()
            .AddSingleton<ConnectionMetrics>()
            .AddSingleton<LoopMetrics>()
            .AddSingleton<RelayMetrics>()
            .AddSingleton<MetricsSampler>()
            .AddSingleton<MetricsEndpoint>();
        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("videostream", serviceVersion: StatusResponse.ServiceVersion)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(Meters)
                .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = combinations })
                .AddPrometheusExporter());
        services.ConfigureOpenTelemetryMeterProvider((provider, _) => CreateInstruments(provider));
        IConfigurationSection otlp = configuration.GetSection($"{VideoStreamOptions.Section}:Telemetry:Otlp");
        if (OtlpOptions.TryParse(otlp[nameof(OtlpOptions.Endpoint)], out Uri? endpoint))
            telemetry.AddOtlp(endpoint, otlp[nameof(OtlpOptions.Protocol)]);
        return services;
    }

    private static void AddOtlp(this OpenTelemetryBuilder telemetry, Uri endpoint, string? protocol)
    {
        bool isHttp = string.Equals(protocol, nameof(OtlpProtocol.HttpProtobuf), StringComparison.OrdinalIgnoreCase);
        telemetry.Services.AddSingleton<OtlpFailureLog>();
        telemetry.Services.ConfigureOpenTelemetryMeterProvider((provider, _) => provider.GetRequiredService<OtlpFailureLog>());
        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter(exporter => Configure(exporter, "v1/metrics")))
            .WithTracing(tracing => tracing
                // The path may have the token of a link.
                .AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpRequest =
                    (activity, request) => activity.SetTag("url.path", AccessTokenRedaction.Redact(request.Path)))
                .AddOtlpExporter(exporter => Configure(exporter, "v1/traces")));

        // An address that is set in code is used as it is: the exporter adds no path for the signal.
        void Configure(OtlpExporterOptions exporter, string path)
        {
            exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            exporter.Endpoint = isHttp ? new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}") : endpoint;
            exporter.TimeoutMilliseconds = (int)ExportTimeout.TotalMilliseconds;
        }
    }

    /// <summary>An instrument is there once its class is created, and nothing else asks for these.</summary>
    private static void CreateInstruments(IServiceProvider provider)
    {
        provider.GetRequiredService<CameraMetrics>();
        provider.GetRequiredService<EncodingMetrics>();
        provider.GetRequiredService<RefusalMetrics>();
        provider.GetRequiredService<ViewerMetrics>();
        provider.GetRequiredService<ConnectionMetrics>();
        provider.GetRequiredService<LoopMetrics>();
        provider.GetRequiredService<RelayMetrics>();
    }

    /// <summary>The cameras that a discovery finds are not known yet.</summary>
    private static int LabelCombinations(IConfigurationSection options)
    {
        IConfigurationSection[] cameras = [options, .. options.GetSection(nameof(VideoStreamOptions.Cameras)).GetChildren()];
        bool discovers = cameras.Any(camera => camera[nameof(CameraOptions.Source)]?.EndsWith("/*", StringComparison.Ordinal) == true);
        return Math.Max(discovers ? CombinationsOfDiscovery : LeastCombinations, CombinationsPerCamera * cameras.Length);
    }
}
