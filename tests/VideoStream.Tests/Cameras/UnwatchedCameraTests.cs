using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>What the status says of a camera that nobody watches, and when the camera changes to a better source.</summary>
public sealed class UnwatchedCameraTests : SupervisedCamera
{
    [Fact]
    public async Task Without_a_viewer_what_can_be_known_is_in_the_status_and_logged_once()
    {
        Readers.OnDemand = true;
        Readers.Known = Faults.NoDevice;
        Start();
        Assert.Equal("Camera front unavailable: no such device: /dev/video0. It has no viewers, and is opened for the first one.",
            (await Log.NextAsync()).Message);
        await Time.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((CameraState.Idle, Faults.NoDevice), (Camera.Status.State, Camera.Status.Fault));

        Readers.Known = null;
        await Time.PassAsync(TimeSpan.FromSeconds(10));
        Limit.Until(() => Camera.Status is { State: CameraState.Idle, Fault: null });
        Assert.Equal("Camera front can be opened again", (await Log.NextAsync()).Message);
        Assert.Empty(Log.Rest());
        Assert.Equal(0, Readers.Connections);
    }

    [Fact]
    public async Task Without_a_viewer_a_better_source_is_looked_for_and_taken()
    {
        Start();
        DeliverOne();
        Readers.HasBetter = true;
        await Time.PassAsync(Reselection.Interval + Reselection.Interval);
        Limit.Until(() => Readers.Connections == 2);
    }

    [Fact]
    public async Task With_a_viewer_a_better_source_is_taken_when_a_request_names_the_camera()
    {
        Camera.Enter();
        Start();
        Readers.HasBetter = true;
        for (int i = 0; i < 60; i++)
        {
            DeliverOne();
            await Time.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((0, 1), (Readers.Looks, Readers.Connections));
        Camera.RequestByName();
        Limit.Until(() => Readers.Connections == 2);
    }
}
