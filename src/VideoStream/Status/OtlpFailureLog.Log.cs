namespace VideoStream.Status;

internal sealed partial class OtlpFailureLog
{
    [LoggerMessage(
        600,
        LogLevel.Warning,
        "Metrics are not sent to {Endpoint} (VideoStream:Telemetry:Otlp:Endpoint): {Reason}. Trying again with the next ones.")]
    private partial void LogExportFailed(string endpoint, string reason);
}
