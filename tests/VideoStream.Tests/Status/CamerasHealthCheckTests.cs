using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Status;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Status;

public sealed class CamerasHealthCheckTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly IOptions<VideoStreamOptions> _options = Options.Create(Configured.With("Cameras:gate:Source=test"));
    private readonly CameraRegistry _cameras;
    private readonly Camera _camera;

    public CamerasHealthCheckTests()
    {
        _cameras = new CameraRegistry(_options, _time);
        _camera = _cameras.All.Single();
    }

    public void Dispose() => _camera.Close();

    [Fact]
    public async Task An_idle_camera_is_healthy_unless_it_is_known_that_it_can_not_be_opened()
    {
        _camera.SetStatus(CameraState.Idle);
        Assert.Null(await ProblemAsync());
        _camera.SetStatus(CameraState.Idle, Faults.NoDevice);
        Assert.Equal("no picture yet: no such device: /dev/video0", await ProblemAsync());
    }

    [Theory]
    [InlineData(0.04, 4, true)]
    [InlineData(0.04, 6, false)]
    [InlineData(10, 12, true)]
    [InlineData(10, 51, false)]
    public async Task A_frame_is_young_for_five_seconds_or_five_intervals_of_a_slower_camera(double interval, double age, bool isHealthy)
    {
        int connection = _camera.Connect(null);
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(interval));
            FrameCapture.TryPublish(_camera, new PaintedReader(), connection);
        }

        _time.Advance(TimeSpan.FromSeconds(age));
        Assert.Equal(isHealthy, await ProblemAsync() is null);
    }

    /// <summary>What is wrong with the camera; null if nothing is.</summary>
    private async Task<string?> ProblemAsync()
    {
        var check = new CamerasHealthCheck(_cameras, TestUpstreams.Discovery(_options, _time));
        HealthCheckResult result = await check.CheckHealthAsync(new HealthCheckContext());
        return result.Data.TryGetValue("gate", out object? problem) ? (string)problem : null;
    }
}
