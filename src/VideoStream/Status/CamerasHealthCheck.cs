using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoStream.Cameras;

namespace VideoStream.Status;

/// <summary>
/// Ready while every camera's newest frame is younger than five seconds, or nobody watches the camera and it is closed for that; says of each
/// that isn't, why.
/// </summary>
internal sealed class CamerasHealthCheck(CameraRegistry cameras) : IHealthCheck
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = cameras.All
            .Where(camera => camera.Status.State switch
            {
                CameraState.Idle => false,
                CameraState.Live => camera.NewestAge > MaxAge,
                _ => true,
            })
            .ToDictionary(camera => camera.Name, object (camera) => Describe(camera));
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("every camera delivers")
            : HealthCheckResult.Unhealthy("not every camera delivers", data: problems));
    }

    private static string Describe(Camera camera)
    {
        string age = camera.NewestAge is { } newest ? $"no picture for {newest.TotalSeconds:0} s" : "no picture yet";
        return camera.Status.Reason is { } reason ? $"{age}: {reason}" : age;
    }
}
