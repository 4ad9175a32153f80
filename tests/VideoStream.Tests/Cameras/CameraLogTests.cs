using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraLogTests : IDisposable
{
    private readonly ListLogger<CameraSupervisor> _lines = new();
    private readonly Camera _camera = new("front", new CameraOptions(), new FakeTimeProvider());
    private readonly CameraLog _log;

    public CameraLogTests()
    {
        _log = new CameraLog(_camera, _lines);
    }

    public void Dispose() => _camera.Close();

    [Fact]
    public void A_fault_that_repeats_is_logged_once()
    {
        _log.Unavailable(Faults.Of("refused"));
        _log.Unavailable(Faults.Of("refused"));
        _log.Unavailable(Faults.NoDevice);
        Assert.Equal(
            [
                (LogLevel.Warning, "Camera front unavailable: refused. Retrying."),
                (LogLevel.Warning, "Camera front unavailable: no such device: /dev/video0. Retrying."),
            ],
            _lines.Rest());
    }

    [Theory]
    [InlineData("a driver's message.")]
    [InlineData("is it there?")]
    public void A_reason_that_ends_a_sentence_gets_no_second_full_stop(string reason)
    {
        _log.Unavailable(Faults.Of(reason));
        Assert.Equal((LogLevel.Warning, $"Camera front unavailable: {reason} Retrying."), Assert.Single(_lines.Rest()));
    }

    [Fact]
    public void A_fault_after_the_camera_was_live_is_logged_again()
    {
        _log.Unavailable(Faults.NoDevice);
        FrameCapture.TryPublish(_camera, new PaintedReader(), _camera.Connect(null));
        _log.StatusChanged();
        _log.Unavailable(Faults.NoDevice);
        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning], _lines.Rest().Select(line => line.Level));
    }

    [Fact]
    public void Only_the_change_to_live_is_logged()
    {
        _log.StatusChanged();
        _camera.SetStatus(CameraState.Lost, Faults.NoDevice);
        _log.StatusChanged();
        Assert.Empty(_lines.Rest());
    }
}
