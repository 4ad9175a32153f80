using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>A camera with seconds between its frames is not given up.</summary>
public sealed class SlowCameraTests : SupervisedCamera
{
    [Theory]
    [InlineData(30)]
    [InlineData(0.1)]
    public async Task A_camera_that_sends_a_frame_every_ten_seconds_is_read_over_one_connection(double configured)
    {
        Camera.Options.FrameRate = configured;
        Start();
        var interval = TimeSpan.FromSeconds(10);
        for (int frame = 0; frame < 10; frame++)
        {
            DeliverOne();
            Until(CameraState.Live);
            await Time.PassAsync(interval);
        }

        Assert.Equal(1, Readers.Connections);
        // Without a configured rate the camera is stalled until its second frame shows its rate.
        int stalled = configured < 1 ? 0 : 1;
        Assert.Equal(stalled, States.Count(state => state == CameraState.Stalled));
        Assert.DoesNotContain(CameraState.Lost, States);
    }

    [Fact]
    public async Task A_camera_that_has_become_slow_is_followed_after_one_connection()
    {
        Start();
        for (int frame = 0; frame < 3; frame++)
        {
            DeliverOne();
            Time.Advance(TimeSpan.FromSeconds(1.0 / 32));
        }

        // From now on a frame every ten seconds.
        Deadline deadline = Limit.Deadline();
        while (Readers.Connections == 1)
        {
            deadline.Check();
            await Time.PassNextWaitAsync();
        }

        for (int frame = 0; frame < 6; frame++)
        {
            DeliverOne();
            await Time.PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((2, CameraState.Live), (Readers.Connections, Camera.Status.State));
    }
}
