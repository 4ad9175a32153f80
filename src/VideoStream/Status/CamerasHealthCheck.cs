using Microsoft.Extensions.Diagnostics.HealthChecks;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Status;

/// <summary>
/// Healthy while every camera is live with a young frame, or idle without a fault. Otherwise gives the reason for each other camera. A
/// frame is young for five seconds, and for five frame intervals of a camera that is slower. An entry that stands for the cameras of a NATS
/// server is a problem while none answers there.
/// </summary>
internal sealed class CamerasHealthCheck(CameraRegistry cameras, CameraDiscovery discovery) : IHealthCheck
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = cameras.All
            .Where(camera => !IsHealthy(camera))
            .ToDictionary(camera => camera.Name, object (camera) => Describe(camera));
        foreach (DiscoveryState entry in discovery.States.Where(entry => entry.Problem is not null))
            problems[entry.Entry] = $"finds no cameras: {entry.Problem}";
        return Task.FromResult(problems.Count == 0
            ? HealthCheckResult.Healthy("all cameras deliver frames")
            : HealthCheckResult.Unhealthy("some cameras deliver no frames", data: problems));
    }

    private static bool IsHealthy(Camera camera) => camera.Status.State switch
    {
        CameraState.Idle => camera.Status.Fault is null,
        CameraState.Live => camera.IsUnasked || IsYoung(camera),
        CameraState.Connecting => camera.IsUnasked,
        _ => false,
    };

    private static bool IsYoung(Camera camera) =>
        !(camera.NewestAge > MaxAge) || camera.NewestAge < StallRule.StalledAfter(camera.ExpectedRate);

    private static string Describe(Camera camera)
    {
        string age = camera.NewestAge is { } newest ? $"no picture for {newest.TotalSeconds:0} s" : "no picture yet";
        return camera.Status.Reason is { } reason ? $"{age}: {reason}" : age;
    }
}
