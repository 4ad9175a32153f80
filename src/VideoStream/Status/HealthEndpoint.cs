using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Status;

/// <summary>
/// <c>/healthz/live</c> and <c>/healthz/ready</c>. Not the framework's own endpoints, which answer any method and have no description.
/// </summary>
internal sealed class HealthEndpoint(HealthCheckService checks)
{
    /// <summary>Whether the process answers.</summary>
    public Task LiveAsync(HttpContext context) => AnswerAsync(context, _ => false);

    /// <summary>Whether all cameras deliver frames and all loops run.</summary>
    public Task ReadyAsync(HttpContext context) => AnswerAsync(context, _ => true);

    private async Task AnswerAsync(HttpContext context, Func<HealthCheckRegistration, bool> includes)
    {
        HealthReport report = await checks.CheckHealthAsync(includes, context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store, no-cache";
        await HealthResponseWriter.WriteAsync(context, report);
    }
}
