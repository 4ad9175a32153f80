using Microsoft.Extensions.Logging;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraThreadTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly ListLogger<CameraThread> _log = new();
    private readonly Camera _camera;
    private CameraThread? _thread;

    public CameraThreadTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
    }

    public void Dispose() => _thread?.Dispose();

    [Fact]
    public async Task A_source_that_delivers_is_live_and_logged_once()
    {
        ScriptedReader reader = Start(new ScriptedReader());

        reader.Deliver();
        reader.Deliver();

        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await _log.NextAsync());
        Limit.Until(() => _camera.Captured == 2);
        Assert.Equal(CameraState.Live, _camera.Status.State);
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public async Task A_source_that_can_not_be_opened_is_tried_again_for_ever_and_logged_once()
    {
        ScriptedReader reader = Start(new ScriptedReader { OnOpen = attempt => attempt <= 8 ? "no such thing" : null });

        foreach (int seconds in new[] { 1, 2, 4, 8, 16, 30, 30, 30 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), await _time.NextWaitAsync());
            Assert.Equal((CameraState.Lost, "no such thing"), (_camera.Status.State, _camera.Status.Reason));
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }

        reader.Deliver();
        Assert.Equal((LogLevel.Warning, "Camera front: no such thing. Trying again until it works"), await _log.NextAsync());
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await _log.NextAsync());
        Assert.Null(_camera.Status.Reason);
        Assert.Equal(9, reader.Opened);
    }

    [Fact]
    public async Task A_source_that_ends_is_told_once_and_its_picture_is_gone_until_it_is_back()
    {
        ScriptedReader reader = Start(new ScriptedReader());
        reader.Deliver();
        await _log.NextAsync();

        reader.Grabs(() => "unplugged");
        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());
        Assert.Equal((CameraState.Lost, "unplugged"), (_camera.Status.State, _camera.Status.Reason));
        Assert.Equal(0, _camera.Frames.Newest.Number);
        Assert.Equal("Camera front: unplugged. Trying again until it works", (await _log.NextAsync()).Message);

        _time.Advance(TimeSpan.FromSeconds(1));
        reader.Deliver();
        Assert.Equal("Camera front is live: 64x48", (await _log.NextAsync()).Message);
        Assert.Equal(2, _camera.Frames.Newest.Number);
    }

    [Fact]
    public async Task A_source_that_was_live_again_is_tried_again_after_the_shortest_wait_and_told_again()
    {
        ScriptedReader reader = Start(new ScriptedReader { OnOpen = attempt => attempt <= 2 ? "unplugged" : null });
        _time.Advance(await _time.NextWaitAsync());
        _time.Advance(await _time.NextWaitAsync());
        reader.Deliver();
        reader.Grabs(() => "unplugged");

        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());
        string[] messages = [(await _log.NextAsync()).Message, (await _log.NextAsync()).Message, (await _log.NextAsync()).Message];
        Assert.Equal(["unplugged", "live", "unplugged"], messages.Select(message => message.Contains("live") ? "live" : "unplugged"));
    }

    [Fact]
    public async Task Another_reason_is_worth_another_line()
    {
        Start(new ScriptedReader { OnOpen = attempt => attempt <= 2 ? "no such device" : "permission denied" });

        for (int i = 0; i < 4; i++)
            _time.Advance(await _time.NextWaitAsync());

        Assert.Contains("no such device", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        Assert.Contains("permission denied", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        await _time.NextWaitAsync();
        Assert.Empty(_log.Rest());
    }

    [Theory]
    [InlineData("open")]
    [InlineData("grab")]
    [InlineData("retrieve")]
    public async Task A_reader_that_throws_is_told_and_tried_again(string where)
    {
        var e = new InvalidOperationException("driver\nfailed");
        var reader = new ScriptedReader { OnOpen = attempt => where == "open" && attempt == 1 ? throw e : null };
        if (where == "retrieve")
            reader.OnRetrieve = _ => throw e;
        reader.Grabs(where == "grab" ? () => throw e : () => null);
        Start(reader);

        TimeSpan wait = await _time.NextWaitAsync();
        Assert.Equal((CameraState.Lost, "driver failed"), (_camera.Status.State, _camera.Status.Reason));
        Assert.Contains("driver failed", (await _log.NextAsync()).Message, StringComparison.Ordinal);

        reader.OnRetrieve = _ => true;
        reader.Deliver();
        _time.Advance(wait);
        Assert.Equal("Camera front is live: 64x48", (await _log.NextAsync()).Message);
    }

    [Fact]
    public async Task A_reader_whose_own_timeout_is_a_cancellation_is_tried_again()
    {
        ScriptedReader reader = Start(new ScriptedReader());
        reader.Grabs(() => throw new OperationCanceledException("no picture within 10 s"));

        _time.Advance(await _time.NextWaitAsync());

        Assert.Contains("no picture within 10 s", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        reader.Deliver();
        Assert.Equal("Camera front is live: 64x48", (await _log.NextAsync()).Message);
    }

    [Fact]
    public void A_source_whose_pictures_can_not_be_decoded_is_not_live()
    {
        var reader = new ScriptedReader { OnRetrieve = _ => false };
        Start(reader);
        reader.Deliver();
        reader.Deliver();

        Limit.Until(() => _camera.Undecodable == 2);
        Assert.Equal(CameraState.Connecting, _camera.Status.State);
        Assert.Equal(0, _camera.Captured);
    }

    [Fact]
    public void Dispose_while_it_reads_ends_it_and_gives_everything_back()
    {
        ScriptedReader reader = Start(new ScriptedReader());
        reader.Deliver();
        Limit.Until(() => _camera.Captured == 1);

        _thread!.Dispose();

        Limit.Until(() => reader.IsDisposed && _camera.Pool.Rented == 0);
        Assert.Equal(0, _camera.Frames.Newest.Number);
        Assert.Throws<ObjectDisposedException>(_camera.Pool.Rent);
    }

    [Fact]
    public async Task Dispose_while_it_waits_to_try_again_ends_it()
    {
        ScriptedReader reader = Start(new ScriptedReader { OnOpen = _ => "no such thing" });
        await _time.NextWaitAsync();

        _thread!.Dispose();

        Limit.Until(() => reader.IsDisposed);
        Assert.Equal(1, reader.Opened);
    }

    [Fact]
    public void Dispose_twice_and_before_the_start_is_allowed()
    {
        var thread = new CameraThread(_camera, new ScriptedReader(), _time, _log);
        thread.Dispose();
        thread.Dispose();
        Assert.Equal(CameraState.Connecting, _camera.Status.State);
    }

    private ScriptedReader Start(ScriptedReader reader)
    {
        _thread = new CameraThread(_camera, reader, _time, _log);
        _thread.Start();
        return reader;
    }
}
