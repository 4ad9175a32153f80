using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TestFrames.CapturedAt);
    private readonly ScriptedReader _reader = new();
    private readonly Camera _camera;
    private int _connection;

    public CameraTests()
    {
        _camera = new Camera("front", new CameraOptions { Width = 640, Height = 360 }, _time);
        _connection = _camera.Connect(null);
    }

    public void Dispose()
    {
        _camera.Close();
        Assert.Equal(0, _camera.Pool.Rented);
    }

    [Fact]
    public void A_camera_begins_by_connecting_and_has_no_frame()
    {
        Assert.Equal(new CameraStatus(CameraState.Connecting, null, _time.GetTimestamp(), _time.GetTimestamp()), _camera.Status);
        Assert.Null(_camera.Newest);
        Assert.Null(_camera.NewestAge);
        Assert.Equal(0, _camera.Captured);
        Assert.Equal(new PictureSize(640, 360), _camera.Size);
    }

    [Fact]
    public void A_captured_frame_is_in_the_slot_and_makes_the_camera_live()
    {
        long live = _time.GetTimestamp();
        Capture();
        _time.Advance(TimeSpan.FromMilliseconds(40));
        long timestamp = _time.GetTimestamp();
        Capture();

        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((2, timestamp, new PictureSize(64, 48)), (frame.Number, frame.CapturedTimestamp, frame.Size));
        Assert.Equal(TestFrames.CapturedAt.AddMilliseconds(40), frame.CapturedAt);
        Assert.Equal(25, frame.Rate, 0.001);
        Assert.True(frame.Live);
        Assert.True(TestFrames.IsUniform(frame.Pixels, PaintedReader.Level(2)));
        Assert.Equal(new LatestFrameInfo(new FrameStamp(2, timestamp), frame.Size, frame.Rate), _camera.Newest);
        Assert.Equal(new CameraStatus(CameraState.Live, null, live), _camera.Status);
        Assert.Equal(frame.Size, _camera.Size);
        frame.Release();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_with_the_same_content_as_the_previous_one_has_its_content_id(bool isJpeg)
    {
        var reader = new StillReader { IsJpeg = isJpeg };
        var contents = new List<long>();
        foreach (byte shown in (byte[])[5, 5, 5, 6, 5, 5])
        {
            reader.Shown = shown;
            Assert.True(FrameCapture.TryPublish(_camera, reader, _connection));
            contents.Add(_camera.Frames.Newest.ContentId);
        }

        Assert.Equal([1, 1, 1, 2, 3, 3], contents);
        Assert.Equal(6, _camera.Frames.Newest.Number);
    }

    [Fact]
    public void A_frame_after_a_placeholder_has_a_new_content_id()
    {
        var reader = new StillReader();
        FrameCapture.TryPublish(_camera, reader, _connection);
        _camera.SetStatus(CameraState.Lost, Faults.Of("gone"));
        _connection = _camera.Connect(null);
        FrameCapture.TryPublish(_camera, reader, _connection);
        Assert.Equal(2, _camera.Frames.Newest.ContentId);
    }

    [Fact]
    public void A_damaged_frame_is_counted_and_leaves_no_gap_in_the_numbers()
    {
        Capture();
        _reader.OnRetrieve = _ => false;
        Assert.False(Capture());
        Assert.Equal((1, 1, 1), (_camera.Captured, _camera.DecodeErrors, _camera.Pool.Rented));

        _reader.OnRetrieve = _ => true;
        Assert.True(Capture());
        Assert.Equal(2, _camera.Newest!.Stamp.Number);
    }

    [Fact]
    public void A_damaged_frame_does_not_make_the_camera_live()
    {
        _reader.OnRetrieve = _ => false;
        Capture();
        Assert.Equal(CameraState.Connecting, _camera.Status.State);
    }

    [Fact]
    public void A_reader_that_throws_leaks_nothing()
    {
        _reader.OnRetrieve = content => throw new InvalidOperationException("decoder " + content.Writable);
        Assert.Throws<InvalidOperationException>(() => Capture());
        Assert.Equal(0, _camera.Pool.Rented);
    }

    [Fact]
    public void A_frame_of_a_connection_that_was_given_up_is_refused()
    {
        int before = _connection;
        Capture();
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        _connection = _camera.Connect(Faults.Of("unplugged"));

        FrameCapture.TryPublish(_camera, _reader, before);

        Assert.Equal((CameraState.Connecting, 1), (_camera.Status.State, _camera.Captured));
        Assert.Equal(default, _camera.Frames.Newest);
    }

    [Theory]
    [InlineData(nameof(CameraState.Lost))]
    [InlineData(nameof(CameraState.Idle))]
    public void A_frame_of_a_lost_or_idle_camera_is_refused(string state)
    {
        _camera.SetStatus(Enum.Parse<CameraState>(state), Faults.Of("unplugged"));
        Capture();
        Assert.Equal((Enum.Parse<CameraState>(state), 0), (_camera.Status.State, _camera.Captured));
    }

    [Fact]
    public void A_frame_has_its_source_s_stamp_but_its_number_always_rises()
    {
        DateTimeOffset at = TestFrames.CapturedAt.AddSeconds(-1);
        _reader.Stamp = new CaptureStamp(40, 7, at);
        Capture();
        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((40, 7, at, true), (frame.Number, frame.CapturedTimestamp, frame.CapturedAt, frame.Live));
        frame.Release();

        _reader.Stamp = new CaptureStamp(1, 8, at);
        Capture();
        Assert.Equal((41, 2), (_camera.Frames.Newest.Number, _camera.Captured));
    }

    [Fact]
    public void A_source_s_own_placeholder_is_published_and_does_not_make_the_camera_live()
    {
        _reader.Stamp = new CaptureStamp(1, 7, TestFrames.CapturedAt, IsLive: false);
        Assert.True(Capture());
        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        Assert.False(frame.Live);
        frame.Release();
        Assert.Equal((CameraState.Connecting, 0), (_camera.Status.State, _camera.Captured));
    }

    [Fact]
    public void A_frame_is_rotated_as_configured()
    {
        using var turned = new FramePool();
        var camera = new Camera("side", new CameraOptions { Width = 640, Height = 360, Rotate = 90 }, _time);
        Assert.Equal(new PictureSize(360, 640), camera.Size);

        FrameCapture.TryPublish(camera, _reader, camera.Connect(null));

        Assert.Equal(new PictureSize(48, 64), camera.Newest!.Size);
        camera.Close();
        Assert.Equal(0, camera.Pool.Rented);
    }

    [Fact]
    public void SetStatus_lost_empties_the_slot_and_the_numbers_continue()
    {
        Capture();
        _time.Advance(TimeSpan.FromSeconds(3));
        long now = _time.GetTimestamp(), next = now + _time.Ticks(TimeSpan.FromSeconds(1));

        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"), next);

        Assert.Equal(default, _camera.Frames.Newest);
        Assert.Equal(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), now, now, next), _camera.Status);
        Assert.Equal(TimeSpan.FromSeconds(3), _camera.NewestAge);
        Assert.Equal(new PictureSize(64, 48), _camera.Size);
        _connection = _camera.Connect(Faults.Of("unplugged"));
        Capture();
        Assert.Equal((2, 0.0), (_camera.Newest!.Stamp.Number, _camera.Newest.Rate));
    }

    [Fact]
    public void DownSince_stays_while_the_camera_is_retried()
    {
        Capture();
        long down = _time.GetTimestamp();
        _camera.SetStatus(CameraState.Stalled, Faults.Of("stalled"));
        foreach (string reason in (string[])["unplugged", "no such device"])
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _camera.SetStatus(CameraState.Lost, Faults.Of(reason));
            _time.Advance(TimeSpan.FromSeconds(1));
            _connection = _camera.Connect(Faults.Of(reason));
        }

        Assert.Equal(down, _camera.Status.DownSince);
        Assert.Equal("no such device", _camera.Status.Reason);
        Capture();
        Assert.Null(_camera.Status.DownSince);
    }

    [Fact]
    public void RetainLast_is_the_last_live_frame_until_the_camera_is_live_again()
    {
        Capture();
        Assert.Null(_camera.RetainLast());
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        ShowPlaceholder();
        _connection = _camera.Connect(Faults.Of("unplugged"));

        Frame last = _camera.RetainLast()!;
        Assert.Equal((1, true), (last.Number, last.Live));
        Assert.True(TestFrames.IsUniform(last.Pixels, PaintedReader.Level(1)));
        last.Release();

        Capture();
        Assert.Null(_camera.RetainLast());
    }

    [Fact]
    public void A_placeholder_has_a_higher_number_and_does_not_count_as_captured()
    {
        Capture();
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        ShowPlaceholder();

        Assert.True(_camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((2, false), (frame.Number, frame.Live));
        frame.Release();
        Assert.Equal((1, 1), (_camera.Captured, _camera.Newest!.Stamp.Number));

        _connection = _camera.Connect(Faults.Of("unplugged"));
        Capture();
        Assert.Equal((2, 3), (_camera.Captured, _camera.Newest!.Stamp.Number));
    }

    [Fact]
    public void ShowPlaceholder_of_a_live_camera_does_nothing()
    {
        Capture();
        ShowPlaceholder();
        Assert.Equal(1, _camera.Frames.Newest.Number);
    }

    [Fact]
    public void ShowPlaceholder_of_an_old_status_does_nothing()
    {
        CameraStatus connecting = _camera.Status;
        Capture();
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        _camera.ShowPlaceholder(new FrameContent(_camera.Pool, default), connecting);
        Assert.Equal(default, _camera.Frames.Newest);
    }

    [Fact]
    public void SetStalled_after_a_newer_frame_does_nothing()
    {
        Capture();
        FrameStamp seen = _camera.Newest!.Stamp;
        Capture();
        _camera.SetStalled(seen);
        Assert.Equal(CameraState.Live, _camera.Status.State);

        _camera.SetStalled(_camera.Newest.Stamp);
        Assert.Equal((CameraState.Stalled, "stalled: open, but no picture comes"), (_camera.Status.State, _camera.Status.Reason));
        Assert.Equal(default, _camera.Frames.Newest);
    }

    [Theory]
    [InlineData("", "delivers nothing but damaged pictures")]
    [InlineData("12 bits", "delivers nothing but damaged pictures: 12 bits")]
    public void A_camera_that_is_stalled_because_its_frames_are_damaged_says_so(string damage, string reason)
    {
        Capture();
        _camera.SetStalled(_camera.Newest!.Stamp, damage);
        Assert.Equal((CameraState.Stalled, reason), (_camera.Status.State, _camera.Status.Reason));
    }

    [Fact]
    public void A_stalled_camera_that_delivers_is_live_again()
    {
        Capture();
        _camera.SetStalled(_camera.Newest!.Stamp);
        Capture();
        Assert.Equal((CameraState.Live, null), (_camera.Status.State, _camera.Status.Reason));
    }

    [Fact]
    public void StatusChanged_is_raised_once_per_change()
    {
        var states = new List<CameraState>();
        _camera.StatusChanged += camera => states.Add(camera.Status.State);

        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        _connection = _camera.Connect(Faults.Of("unplugged"));
        Capture();
        Capture();

        Assert.Equal([CameraState.Lost, CameraState.Connecting, CameraState.Live], states);
    }

    [Fact]
    public void Viewers_are_counted_and_the_time_without_any_is_measured()
    {
        int changes = 0;
        _camera.ViewersChanged += () => changes++;
        _camera.Enter();
        _camera.Enter();
        Assert.Null(_camera.UnwatchedFor);
        _camera.Exit();
        Assert.Equal(1, _camera.Viewers);
        _camera.Exit();
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal((0, TimeSpan.FromSeconds(7)), (_camera.Viewers, _camera.UnwatchedFor));
        Assert.Equal(4, changes);
    }

    private bool Capture() => FrameCapture.TryPublish(_camera, _reader, _connection);

    private void ShowPlaceholder()
    {
        var content = new FrameContent(_camera.Pool, default);
        content.Writable.Create(48, 64, OpenCvSharp.MatType.CV_8UC3);
        _camera.ShowPlaceholder(content, _camera.Status);
    }
}
