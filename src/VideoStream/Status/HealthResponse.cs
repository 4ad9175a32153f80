using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Status;

/// <summary>The answer of the health endpoints.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Cameras">Cameras that deliver no frames, and why.</param>
/// <param name="Loops">Background loops that failed and wait for their restart, and why.</param>
internal sealed record HealthResponse(string Status, Dictionary<string, string> Cameras, Dictionary<string, string> Loops)
{
    /// <summary>The health check of the cameras. Its data are the reasons by camera.</summary>
    public const string CamerasCheck = "cameras";

    /// <summary>The health check of the background loops. Its data are the reasons by loop.</summary>
    public const string LoopsCheck = "loops";

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        string status = report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy";
        return context.Response.WriteAsJsonAsync(
            new HealthResponse(status, Problems(report, CamerasCheck), Problems(report, LoopsCheck)), StatusJson.Default.HealthResponse);
    }

    private static Dictionary<string, string> Problems(HealthReport report, string check) =>
        report.Entries.TryGetValue(check, out HealthReportEntry entry)
            ? entry.Data.ToDictionary(pair => pair.Key, pair => (string)pair.Value)
            : [];
}
