using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Hosting;

/// <summary>Healthy while every background loop runs. Otherwise names each loop that waits for its restart, and why.</summary>
internal sealed class LoopsHealthCheck(BackgroundLoops background) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = background.Loops
            .Select(loop => (loop.Name, loop.Problem))
            .Where(loop => loop.Problem is not null)
            .ToDictionary(loop => loop.Name, object (loop) => loop.Problem!);
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("all loops run")
            : HealthCheckResult.Unhealthy("some loops failed", data: problems));
    }
}
