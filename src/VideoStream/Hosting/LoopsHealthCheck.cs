using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Hosting;

/// <summary>Ready while every background loop runs; names each loop that waits for its restart, and why.</summary>
internal sealed class LoopsHealthCheck(BackgroundLoops background) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = new Dictionary<string, object>();
        foreach (SupervisedLoop loop in background.Loops)
        {
            if (loop.Problem is { } problem)
                problems[loop.Name] = problem;
        }

        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("all loops run")
            : HealthCheckResult.Unhealthy("some loops failed", data: problems));
    }
}
