using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Http;

/// <summary>What the health endpoints answer.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Cameras">What is wrong, by camera; empty if nothing is.</param>
internal sealed record HealthResponse(string Status, Dictionary<string, string> Cameras)
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var cameras = report.Entries.Values.SelectMany(entry => entry.Data).ToDictionary(pair => pair.Key, pair => (string)pair.Value);
        string status = report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy";
        return context.Response.WriteAsJsonAsync(new HealthResponse(status, cameras), HttpJson.Default.HealthResponse);
    }
}
