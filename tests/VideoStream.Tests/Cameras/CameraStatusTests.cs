using VideoStream.Cameras;
using VideoStream.Frames;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>The states of a camera, and what is shown while it is not live.</summary>
public sealed class CameraStatusTests : TriggeredCamera
{
    [Fact]
    public void SetStatus_lost_empties_the_slot_and_the_numbers_continue()
    {
        Capture();
        Time.Advance(TimeSpan.FromSeconds(3));
        long now = Time.GetTimestamp(), next = now + Time.Ticks(TimeSpan.FromSeconds(1));

        Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"), next);

        Assert.Equal(default, Camera.Frames.Newest);
        Assert.Equal(new CameraStatus(CameraState.Lost, Faults.Of("unplugged"), now, now, next), Camera.Status);
        Assert.Equal(TimeSpan.FromSeconds(3), Camera.NewestAge);
        Assert.Equal(new PictureSize(64, 48), Camera.Size);
        Connection = Camera.Connect(Faults.Of("unplugged"));
        Capture();
        Assert.Equal((2, 0.0), (Camera.Newest!.Stamp.Number, Camera.Newest.Rate));
    }

    [Fact]
    public void DownSince_stays_while_the_camera_is_retried()
    {
        Capture();
        long down = Time.GetTimestamp();
        Camera.SetStatus(CameraState.Stalled, Faults.Of("stalled"));
        foreach (string reason in (string[])["unplugged", "no such device"])
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Camera.SetStatus(CameraState.Lost, Faults.Of(reason));
            Time.Advance(TimeSpan.FromSeconds(1));
            Connection = Camera.Connect(Faults.Of(reason));
        }

        Assert.Equal(down, Camera.Status.DownSince);
        Assert.Equal("no such device", Camera.Status.Reason);
        Capture();
        Assert.Null(Camera.Status.DownSince);
    }

    [Fact]
    public void RetainLast_is_the_last_live_frame_until_the_camera_is_live_again()
    {
        Capture();
        Assert.Null(Camera.RetainLast());
        Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        ShowPlaceholder();
        Connection = Camera.Connect(Faults.Of("unplugged"));

        Frame last = Camera.RetainLast()!;
        Assert.Equal((1, true), (last.Number, last.Live));
        Assert.True(last.Pixels().IsUniform(PaintedReader.Level(1)));
        last.Release();

        Capture();
        Assert.Null(Camera.RetainLast());
    }

    [Fact]
    public void A_placeholder_has_a_higher_number_and_does_not_count_as_captured()
    {
        Capture();
        Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        ShowPlaceholder();

        Assert.True(Camera.Frames.TryTake(0, out Frame? frame));
        Assert.Equal((2, false), (frame.Number, frame.Live));
        frame.Release();
        Assert.Equal((1, 1), (Camera.Captured, Camera.Newest!.Stamp.Number));

        Connection = Camera.Connect(Faults.Of("unplugged"));
        Capture();
        Assert.Equal((2, 3), (Camera.Captured, Camera.Newest!.Stamp.Number));
    }

    [Fact]
    public void ShowPlaceholder_of_a_live_camera_does_nothing()
    {
        Capture();
        ShowPlaceholder();
        Assert.Equal(1, Camera.Frames.Newest.Number);
    }

    [Fact]
    public void ShowPlaceholder_of_an_old_status_does_nothing()
    {
        CameraStatus connecting = Camera.Status;
        Capture();
        Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Camera.ShowPlaceholder(new FrameContent(Camera.Pool, default), connecting);
        Assert.Equal(default, Camera.Frames.Newest);
    }

    [Fact]
    public void SetStalled_after_a_newer_frame_does_nothing()
    {
        Capture();
        FrameStamp seen = Camera.Newest!.Stamp;
        Capture();
        Camera.SetStalled(seen);
        Assert.Equal(CameraState.Live, Camera.Status.State);

        Camera.SetStalled(Camera.Newest.Stamp);
        Assert.Equal((CameraState.Stalled, "stalled: open, but no picture comes"), (Camera.Status.State, Camera.Status.Reason));
        Assert.Equal(default, Camera.Frames.Newest);
    }

    [Theory]
    [InlineData("", "delivers nothing but damaged pictures")]
    [InlineData("12 bits", "delivers nothing but damaged pictures: 12 bits")]
    public void A_camera_that_is_stalled_because_its_frames_are_damaged_says_so(string damage, string reason)
    {
        Capture();
        Camera.SetStalled(Camera.Newest!.Stamp, damage);
        Assert.Equal((CameraState.Stalled, reason), (Camera.Status.State, Camera.Status.Reason));
    }

    [Fact]
    public void A_stalled_camera_that_delivers_is_live_again()
    {
        Capture();
        Camera.SetStalled(Camera.Newest!.Stamp);
        Capture();
        Assert.Equal((CameraState.Live, null), (Camera.Status.State, Camera.Status.Reason));
    }

    [Fact]
    public void StatusChanged_is_raised_once_per_change()
    {
        var states = new List<CameraState>();
        Camera.StatusChanged += camera => states.Add(camera.Status.State);

        Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Connection = Camera.Connect(Faults.Of("unplugged"));
        Capture();
        Capture();

        Assert.Equal([CameraState.Lost, CameraState.Connecting, CameraState.Live], states);
    }
}
