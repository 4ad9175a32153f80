using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraThreadLossTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly ListLogger<CameraThread> _log = new();
    private readonly FakeReader _reader = new();
    private readonly Camera _camera;
    private readonly CameraThread _thread;
    private readonly SemaphoreSlim _pictures = new(0);

    public CameraThreadLossTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _thread = new CameraThread(_camera, _reader, _time, _log);
        // One picture for each that the test lets through.
        _reader.OnGrab = cancellationToken =>
        {
            _pictures.Wait(cancellationToken);
            return null;
        };
    }

    public void Dispose()
    {
        _thread.Dispose();
        Limit.Until(() => _camera.Frames.Newest.Number == 0);
        Assert.Equal(0, _camera.Pool.Rented);
        _pictures.Dispose();
    }

    [Fact]
    public async Task A_lost_camera_comes_back_with_higher_numbers_and_without_its_old_picture()
    {
        string? gone = null;
        Func<CancellationToken, string?> grab = _reader.OnGrab;
        _reader.OnGrab = cancellationToken => grab(cancellationToken) ?? gone;
        _thread.Start();
        _pictures.Release();
        await _log.NextAsync();

        gone = "unplugged";
        _pictures.Release();
        Assert.Contains("unplugged", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(0, _camera.Frames.Newest.Number);
        Assert.Equal(1, _reader.Closed);

        gone = null;
        _time.Advance(await _time.NextWaitAsync());
        Limit.Until(() => _camera.Status.State == CameraState.Connecting);
        Assert.Equal("unplugged", _camera.Status.Reason);
        _pictures.Release();
        Assert.Contains("live", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        Assert.Equal(2, _camera.Frames.Newest.Number);
        Assert.Null(_camera.Status.Reason);
    }

    [Fact]
    public async Task A_camera_whose_pictures_can_not_be_decoded_is_lost_after_a_while()
    {
        _reader.OnRetrieve = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return false;
        };
        _thread.Start();
        _pictures.Release(10);
        Assert.Contains("can't be decoded", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        Assert.Equal((0L, 6L), (_camera.Captured, _camera.Undecodable));
    }
}
