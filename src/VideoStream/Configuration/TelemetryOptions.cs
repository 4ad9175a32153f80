namespace VideoStream.Configuration;

/// <summary>Where the service sends what it measures: <c>VideoStream:Telemetry</c>. <c>/metrics</c> is always there.</summary>
[Reload(TakesEffect.AfterRestart)]
internal sealed class TelemetryOptions
{
    /// <summary>The OpenTelemetry protocol.</summary>
    public OtlpOptions Otlp { get; } = new();
}
