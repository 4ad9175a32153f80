using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>The frames that a camera captures.</summary>
public sealed class CameraTests : TriggeredCamera
{
    [Fact]
    public void A_camera_begins_by_connecting_and_has_no_frame()
    {
        Assert.Equal(new CameraStatus(CameraState.Connecting, null, Time.GetTimestamp(), Time.GetTimestamp()), Camera.Status);
        Assert.Null(Camera.Newest);
        Assert.Null(Camera.NewestAge);
        Assert.Equal(0, Camera.Captured);
        Assert.Equal(new PictureSize(640, 360), Camera.Size);
    }

    [Fact]
    public void A_captured_frame_is_in_the_slot_and_makes_the_camera_live()
    {
        long live = Time.GetTimestamp();
        Capture();
        Time.Advance(TimeSpan.FromMilliseconds(40));
        long timestamp = Time.GetTimestamp();
        Capture();

        Assert.True(Camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((2, timestamp, new PictureSize(64, 48)), (frame.Number, frame.CapturedTimestamp, frame.Size));
        Assert.Equal(TestFrames.CapturedAt.AddMilliseconds(40), frame.CapturedAt);
        Assert.Equal(25, frame.Rate, 0.001);
        Assert.True(frame.Live);
        Assert.True(frame.Pixels().IsUniform(PaintedReader.Level(2)));
        Assert.Equal(new LatestFrameInfo(new FrameStamp(2, timestamp), frame.Size, frame.Rate), Camera.Newest);
        Assert.Equal(new CameraStatus(CameraState.Live, null, live), Camera.Status);
        Assert.Equal(frame.Size, Camera.Size);
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
            Assert.True(FrameCapture.TryPublish(Camera, reader, Connection));
            contents.Add(Camera.Frames.Newest.ContentId);
        }

        Assert.Equal([1, 1, 1, 2, 3, 3], contents);
        Assert.Equal(6, Camera.Frames.Newest.Number);
    }

    [Theory]
    [InlineData("rtsp://another", true)]
    [InlineData("auto", false)]
    public void Another_source_has_no_picture_of_the_one_before(string source, bool isForgotten)
    {
        Capture();
        Camera.Video.Problem = "the one before sends H.265";
        Camera.Configure(new CameraOptions { Source = source, Width = 640, Height = 360 });
        Connection = Camera.Connect(null);

        Assert.Equal(isForgotten, Camera.Newest is null);
        Assert.Equal(isForgotten, Camera.Video.Problem is null);
        Assert.Equal(isForgotten ? new PictureSize(640, 360) : new(64, 48), Camera.Size);
        Frame? last = Camera.RetainLast();
        Assert.Equal(isForgotten, last is null);
        last?.Release();
        Capture();
        Assert.Equal(2, Camera.Newest!.Stamp.Number);
    }

    [Fact]
    public void A_frame_after_a_placeholder_has_a_new_content_id()
    {
        var reader = new StillReader();
        FrameCapture.TryPublish(Camera, reader, Connection);
        Camera.SetStatus(CameraState.Lost, Faults.Of("gone"));
        Connection = Camera.Connect(null);
        FrameCapture.TryPublish(Camera, reader, Connection);
        Assert.Equal(2, Camera.Frames.Newest.ContentId);
    }

    [Fact]
    public void A_damaged_frame_is_counted_and_leaves_no_gap_in_the_numbers()
    {
        Capture();
        Reader.OnRetrieve = _ => false;
        Assert.False(Capture());
        Assert.Equal((1, 1, 1), (Camera.Captured, Camera.DecodeErrors, Camera.Pool.Rented));

        Reader.OnRetrieve = _ => true;
        Assert.True(Capture());
        Assert.Equal(2, Camera.Newest!.Stamp.Number);
    }

    [Fact]
    public void A_damaged_frame_does_not_make_the_camera_live()
    {
        Reader.OnRetrieve = _ => false;
        Capture();
        Assert.Equal(CameraState.Connecting, Camera.Status.State);
    }

    [Fact]
    public void A_reader_that_throws_leaks_nothing()
    {
        Reader.OnRetrieve = content => throw new InvalidOperationException("decoder " + content.Writable);
        Assert.Throws<InvalidOperationException>(() => Capture());
        Assert.Equal(0, Camera.Pool.Rented);
    }

    [Fact]
    public void A_frame_of_a_connection_that_was_given_up_is_refused()
    {
        int before = Connection;
        Capture();
        Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Connection = Camera.Connect(Faults.Of("unplugged"));

        FrameCapture.TryPublish(Camera, Reader, before);

        Assert.Equal((CameraState.Connecting, 1), (Camera.Status.State, Camera.Captured));
        Assert.Equal(default, Camera.Frames.Newest);
    }

    [Theory]
    [InlineData(nameof(CameraState.Lost))]
    [InlineData(nameof(CameraState.Idle))]
    public void A_frame_of_a_lost_or_idle_camera_is_refused(string state)
    {
        Camera.SetStatus(Enum.Parse<CameraState>(state), Faults.Of("unplugged"));
        Capture();
        Assert.Equal((Enum.Parse<CameraState>(state), 0), (Camera.Status.State, Camera.Captured));
    }

    [Fact]
    public void A_frame_has_its_source_s_stamp_but_its_number_always_rises()
    {
        DateTimeOffset at = TestFrames.CapturedAt.AddSeconds(-1);
        Reader.Stamp = new CaptureStamp(40, 7, at);
        Capture();
        Assert.True(Camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((40, 7, at, true), (frame.Number, frame.CapturedTimestamp, frame.CapturedAt, frame.Live));
        frame.Release();

        Reader.Stamp = new CaptureStamp(1, 8, at);
        Capture();
        Assert.Equal((41, 2), (Camera.Frames.Newest.Number, Camera.Captured));
    }

    [Fact]
    public void A_source_s_own_placeholder_is_published_and_does_not_make_the_camera_live()
    {
        Reader.Stamp = new CaptureStamp(1, 7, TestFrames.CapturedAt, IsLive: false);
        Assert.True(Capture());
        Assert.True(Camera.Frames.TryTake(0, out Frame? frame));
        Assert.False(frame.Live);
        frame.Release();
        Assert.Equal((CameraState.Connecting, 0), (Camera.Status.State, Camera.Captured));
    }

    [Fact]
    public void A_frame_is_rotated_as_configured()
    {
        using var turned = new FramePool();
        var camera = new Camera("side", new CameraOptions { Width = 640, Height = 360, Rotate = 90 }, Time);
        Assert.Equal(new PictureSize(360, 640), camera.Size);

        FrameCapture.TryPublish(camera, Reader, camera.Connect(null));

        Assert.Equal(new PictureSize(48, 64), camera.Newest!.Size);
        camera.Close();
        Assert.Equal(0, camera.Pool.Rented);
    }

    [Fact]
    public void Viewers_are_counted_and_the_time_without_any_is_measured()
    {
        int changes = 0;
        Camera.ViewersChanged += () => changes++;
        Camera.Enter();
        Camera.Enter();
        Assert.Null(Camera.UnwatchedFor);
        Camera.Exit();
        Assert.Equal(1, Camera.Viewers);
        Camera.Exit();
        Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal((0, TimeSpan.FromSeconds(7)), (Camera.Viewers, Camera.UnwatchedFor));
        Assert.Equal(4, changes);
    }
}
