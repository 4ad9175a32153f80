using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Status;

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Cameras">What is wrong, by camera; empty if nothing is.</param>
/// <param name="Loops">Background loops that failed and wait for their restart, and why; empty if all run.</param>
internal sealed record HealthResponse(string Status, Dictionary<string, string> Cameras, Dictionary<string, string> Loops)
{
    /// <summary>The name of the check whose data are the problems of cameras.</summary>
    public const string CamerasCheck = "cameras";

    /// <summary>The name of the check whose data are the problems of background loops.</summary>
    public const string LoopsCheck = "loops";

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        string status = report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy";
        return context.Response.WriteAsJsonAsync(
            new HealthResponse(status, Problems(report, CamerasCheck), Problems(report, LoopsCheck)), StatusJson.Default.HealthResponse);
    }

    private static Dictionary<string, string> Problems(HealthReport report, string check) =>
        report.Entries.TryGetValue(check, out HealthReportEntry entry) ? entry.Data.ToDictionary(pair => pair.Key, pair => (string)pair.Value) : [];
}
