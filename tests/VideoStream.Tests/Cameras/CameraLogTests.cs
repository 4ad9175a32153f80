using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraLogTests : IDisposable
{
    private readonly ListLogger<CameraSupervisor> _lines = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Camera _camera;
    private readonly CameraLog _log;

    public CameraLogTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _log = new CameraLog(_camera, _time, _lines);
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
    public void A_camera_that_comes_and_goes_without_end_does_not_fill_the_log()
    {
        for (int i = 0; i < 100; i++)
            _log.Unavailable(Faults.Of($"fault {i}"));
        (LogLevel Level, string Message)[] lines = [.. _lines.Rest()];
        Assert.Equal(CameraLog.MaxLines + 1, lines.Length);
        Assert.Equal("Camera front comes and goes: 20 changes within a minute. The next ones are not logged.", lines[^1].Message);

        _time.Advance(TimeSpan.FromMinutes(1));
        _log.Unavailable(Faults.Of("fault 100"));
        Assert.Equal("Camera front unavailable: fault 100. Retrying.", Assert.Single(_lines.Rest()).Message);
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
