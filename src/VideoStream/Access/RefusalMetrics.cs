using System.Diagnostics.Metrics;
using System.Text.Json;

namespace VideoStream.Access;

/// <summary>The metrics of clients that were refused. They are read when they are collected.</summary>
internal sealed class RefusalMetrics
{
    public const string MeterName = "VideoStream.Access";

    public RefusalMetrics(RefusalCounts refusals, IMeterFactory meters)
    {
        meters.Create(MeterName).CreateObservableCounter(
            "videostream.access.refusals",
            () => Enum.GetValues<RefusalCause>().Select(cause => new Measurement<long>(refusals[cause], Reason(cause))),
            "{refusal}",
            "Clients that were refused, by reason.");
    }

    private static KeyValuePair<string, object?> Reason(RefusalCause cause) =>
        new("refusal.reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString()));
}
