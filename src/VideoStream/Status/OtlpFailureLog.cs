using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;

namespace VideoStream.Status;

/// <summary>Logs that the collector can't be reached, once a minute: the exporter reports its failures as events only.</summary>
internal sealed partial class OtlpFailureLog(IOptions<VideoStreamOptions> options, TimeProvider time, ILogger<OtlpFailureLog> logger)
    : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private readonly LogBudget _lines = new(1, time);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (IsFailure(eventData.Level, eventData.Message) && _lines.TryUse(out _))
            LogExportFailed($"{options.Value.Telemetry.Otlp.Endpoint}", Describe(eventData.Message, eventData.Payload?.ToArray() ?? []));
    }

    /// <summary>A connection that is refused is no warning for the exporter, because it tries again.</summary>
    internal static bool IsFailure(EventLevel level, string? message) =>
        level <= EventLevel.Warning || message?.Contains("Exception", StringComparison.Ordinal) == true;

    /// <summary>The first line of an event. The others are an exception's stack.</summary>
    internal static string Describe(string? message, object?[] payload)
    {
        string text = string.Format(CultureInfo.InvariantCulture, message ?? "unknown failure", payload);
        return text.Split('\n', 2)[0].Trim();
    }
}
