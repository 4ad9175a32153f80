using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace VideoStream.Hosting;

/// <summary>
/// Healthy while every background loop runs. Otherwise names each loop that waits for its restart, and why. One that hangs in a file, and
/// knows it, is named too; but the service works on without it, and stays ready.
/// </summary>
internal sealed class LoopsHealthCheck(BackgroundLoops background) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = background.Loops
            .Select(loop => (loop.Name, Problem: loop.Problem ?? loop.Hang?.Invoke()))
            .Where(loop => loop.Problem is not null)
            .ToDictionary(loop => loop.Name, object (loop) => loop.Problem!);
        if (problems.Count == 0)
            return Task.FromResult(HealthCheckResult.Healthy("all loops run"));
        return Task.FromResult(background.Loops.All(loop => loop.Problem is null)
            ? HealthCheckResult.Degraded("some loops hang", data: problems)
            : HealthCheckResult.Unhealthy("some loops failed", data: problems));
    }
}
