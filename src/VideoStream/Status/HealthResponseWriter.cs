using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoStream.Access;

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
        AccessGrant grant = context.RequestServices.GetRequiredService<AccessKeys>().GrantOf(context.User);
        return context.Response.WriteAsJsonAsync(Response(status, report, grant));
    }

    /// <summary>The answer, with no more names and reasons than the client may see. Loops are named after cameras.</summary>
    internal static HealthResponse Response(string status, HealthReport report, AccessGrant grant) => new(
        status,
        grant.May(AccessScopes.View) ? Reasons(report, CamerasCheck, grant.MayWatch) : null,
        grant.May(AccessScopes.View) && grant.Cameras is null ? Reasons(report, LoopsCheck, _ => true) : null);

    private static Dictionary<string, string> Reasons(HealthReport report, string check, Func<string, bool> maySee) =>
        report.Entries.TryGetValue(check, out HealthReportEntry entry)
            ? entry.Data.Where(pair => maySee(pair.Key)).ToDictionary(pair => pair.Key, pair => (string)pair.Value)
            : [];
}
