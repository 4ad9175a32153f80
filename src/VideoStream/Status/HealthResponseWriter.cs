using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Status;

/// <summary>Writes the answer of the health endpoints.</summary>
internal static class HealthResponseWriter
{
    /// <summary>The health check of the cameras. Its data are the reasons by camera.</summary>
    public const string CamerasCheck = "cameras";

    /// <summary>The health check of the background loops. Its data are the reasons by loop.</summary>
    public const string LoopsCheck = "loops";

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        // Without a type's metadata, the service's JSON options count, which leave apostrophes readable.
        string status = report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy";
        return context.Response.WriteAsJsonAsync(
            new HealthResponse(status, Reasons(report, CamerasCheck), Reasons(report, LoopsCheck)));
    }

    private static Dictionary<string, string> Reasons(HealthReport report, string check) =>
        report.Entries.TryGetValue(check, out HealthReportEntry entry)
            ? entry.Data.ToDictionary(pair => pair.Key, pair => (string)pair.Value)
            : [];
}
