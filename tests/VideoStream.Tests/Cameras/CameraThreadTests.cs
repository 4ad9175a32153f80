using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraThreadTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly ListLogger<CameraThread> _log = new();
    private readonly FakeReader _reader = new();
    private readonly Camera _camera;
    private readonly CameraThread _thread;
    private readonly SemaphoreSlim _pictures = new(0);

    public CameraThreadTests()
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
    public async Task A_camera_is_live_with_its_first_picture()
    {
        Assert.Equal(CameraState.Connecting, _camera.Status.State);
        _thread.Start();
        _pictures.Release();
        Assert.Contains("front is live: 64x48", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        Assert.Equal((CameraState.Live, 1L), (_camera.Status.State, _camera.Captured));
    }

    [Fact]
    public async Task What_can_not_be_opened_is_tried_again_for_ever_and_told_once()
    {
        _reader.OnOpen = () => "no such device: /dev/video9";
        _thread.Start();
        var waits = new List<double>();
        for (int i = 0; i < 7; i++)
        {
            TimeSpan wait = await _time.NextWaitAsync();
            waits.Add(Math.Round(wait.TotalSeconds));
            Assert.Equal((CameraState.Lost, "no such device: /dev/video9"), (_camera.Status.State, _camera.Status.Reason));
            _time.Advance(wait);
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], waits);
        var line = Assert.Single(_log.Rest());
        Assert.Contains("no such device: /dev/video9", line.Message, StringComparison.Ordinal);
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
    public async Task A_reader_that_throws_is_a_lost_camera()
    {
        _reader.OnRetrieve = _ => throw new InvalidOperationException("the decoder\nfell over");
        _thread.Start();
        _pictures.Release();
        Assert.Contains("the decoder fell over", (await _log.NextAsync()).Message, StringComparison.Ordinal);
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
