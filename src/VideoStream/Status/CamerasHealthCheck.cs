using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoStream.Cameras;

namespace VideoStream.Status;

/// <summary>
/// Healthy while every camera is live with a young frame, or idle without a fault. Otherwise gives the reason for each other camera. A
/// frame is young for five seconds, and for five frame intervals of a camera that is slower.
/// </summary>
internal sealed class CamerasHealthCheck(CameraRegistry cameras) : IHealthCheck
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = cameras.All
            .Where(camera => !IsHealthy(camera))
            .ToDictionary(camera => camera.Name, object (camera) => Describe(camera));
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("all cameras deliver frames")
            : HealthCheckResult.Unhealthy("some cameras deliver no frames", data: problems));
    }

    private static bool IsHealthy(Camera camera) => camera.Status.State switch
    {
        CameraState.Idle => camera.Status.Fault is null,
        CameraState.Live => !(camera.NewestAge > MaxAge) || camera.NewestAge < StallRule.StalledAfter(camera.ExpectedRate),
        _ => false,
    };

    private static string Describe(Camera camera)
    {
        string age = camera.NewestAge is { } newest ? $"no picture for {newest.TotalSeconds:0} s" : "no picture yet";
        return camera.Status.Reason is { } reason ? $"{age}: {reason}" : age;
    }
}
