using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.EndToEnd.Tests.Support;

namespace VideoStream.EndToEnd.Tests;

/// <summary>A bug in a background loop is reported, and does not end the camera.</summary>
public sealed class SupervisionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_loop_that_fails_turns_readiness_red_until_it_is_restarted_and_the_camera_live()
    {
        var readers = new FailingOnce();
        using var service = new ServiceHost(WritePath.Direct, services => services.AddSingleton<ICameraReaderCatalogue>(readers));
        await Eventually.HoldsAsync(() => Problem(service) is not null, "red");
        Assert.Equal("the loop supervisor of camera main failed: InvalidOperationException, see the log; restarting", Problem(service));

        readers.MayWork.SetResult();
        await Eventually.HoldsAsync(() => Ready(service).Status == HttpStatusCode.OK, "green");
        Assert.Equal("live", (await service.CameraAsync()).GetProperty("state").GetString());
        Assert.Null(Problem(service));
    }

    private static (HttpStatusCode Status, JsonElement Body) Ready(ServiceHost service)
    {
        using HttpResponseMessage response = service.Http.GetAsync("/healthz/ready", Cancelled).Result;
        return (response.StatusCode, JsonElement.Parse(response.Content.ReadAsStringAsync(Cancelled).Result));
    }

    /// <summary>Why the supervisor's loop makes the service unready; null if it doesn't.</summary>
    private static string? Problem(ServiceHost service) =>
        Ready(service) is { Status: HttpStatusCode.ServiceUnavailable } red
        && red.Body.GetProperty("loops").TryGetProperty("supervisor of camera main", out JsonElement problem) ? problem.GetString() : null;

    /// <summary>Throws until the test lets it work.</summary>
    private sealed class FailingOnce : ICameraReaderCatalogue
    {
        private readonly CameraReaderCatalogue _readers = new(TimeProvider.System, NullLogger<CameraReaderCatalogue>.Instance);

        public TaskCompletionSource MayWork { get; } = new();

        public ICameraReader Create(Camera camera) =>
            MayWork.Task.IsCompleted ? _readers.Create(camera) : throw new InvalidOperationException("bug");

        public bool IsOnDemand(Camera camera) => false;

        public Task<bool> IsReachableAsync(Camera camera, CancellationToken cancellationToken) =>
            _readers.IsReachableAsync(camera, cancellationToken);
    }
}
