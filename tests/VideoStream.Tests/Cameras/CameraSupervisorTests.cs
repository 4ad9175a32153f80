using Microsoft.Extensions.Logging;
using VideoStream.Cameras;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>When a camera is opened, and what is said of one that delivers and of one that does not. All in virtual time.</summary>
public sealed class CameraSupervisorTests : SupervisedCamera
{
    [Fact]
    public async Task A_source_that_delivers_is_live_and_logged_once()
    {
        Start();
        Deliver();
        Deliver();
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await Log.NextAsync());
        Limit.Until(() => Camera.Captured == 2);
        Assert.Empty(Log.Rest());
    }

    [Fact]
    public async Task On_demand_the_first_viewer_opens_the_camera_and_it_closes_ten_seconds_after_the_last()
    {
        Readers.OnDemand = true;
        Start();
        Until(CameraState.Idle);
        Assert.Equal(0, Readers.Connections);

        Camera.Enter();
        Limit.Until(() => Readers.Connections == 1);
        Deliver();
        Until(CameraState.Live);
        long left = Time.GetTimestamp();
        Camera.Exit();
        for (int i = 0; i < 9; i++)
        {
            await Time.PassAsync(TimeSpan.FromSeconds(1));
            DeliverOne();
            Assert.Equal(CameraState.Live, Camera.Status.State);
        }

        await Time.PassAsync(TimeSpan.FromSeconds(1));
        Until(CameraState.Idle);
        Assert.Equal(TimeSpan.FromSeconds(10), Time.GetElapsedTime(left, Camera.Status.Since));
        Limit.Until(() => Readers.Newest.IsDisposed);

        Camera.Enter();
        Limit.Until(() => Readers.Connections == 2);
        Deliver();
        Until(CameraState.Live);
    }

    [Fact]
    public async Task Without_a_frame_it_is_stalled_after_two_seconds_and_given_up_after_five_more()
    {
        Start();
        await Time.UntilWaitAsync();
        // The second frame shows the camera's rate.
        DeliverOne();
        Time.Advance(TimeSpan.FromSeconds(1.0 / 32));
        DeliverOne();

        await Time.PassNextWaitAsync();
        Until(CameraState.Stalled);
        Assert.StartsWith("stalled", Camera.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2), Camera.NewestAge);

        // A check of the opening may still be among the waits.
        await Time.PassWaitAsync(TimeSpan.FromSeconds(5));
        Until(CameraState.Lost);
        Limit.Until(() => Readers.Newest.IsDisposed);
        Assert.StartsWith("stalled", Camera.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), Camera.NewestAge);
        Assert.Equal(Time.GetTimestamp() + Time.Ticks(TimeSpan.FromSeconds(0.5)), Camera.Status.NextTry);
    }

    [Fact]
    public async Task A_slow_camera_is_stalled_only_after_five_frame_times()
    {
        Camera.Options.FrameRate = 1;
        Start();
        Deliver();
        Until(CameraState.Live);
        while (Camera.Status.State == CameraState.Live)
        {
            Assert.True(Camera.NewestAge < TimeSpan.FromSeconds(5));
            await Time.PassNextWaitAsync();
            if (Camera.NewestAge >= TimeSpan.FromSeconds(5))
                Until(CameraState.Stalled);
        }

        Assert.Equal(TimeSpan.FromSeconds(5), Camera.NewestAge);
    }

    [Fact]
    public async Task A_stalled_source_that_continues_is_live_on_the_same_connection()
    {
        Start();
        Deliver();
        Until(CameraState.Live);
        await Time.PassNextWaitAsync();
        Until(CameraState.Stalled);
        Deliver();
        Until(CameraState.Live);
        Assert.Equal(1, Readers.Connections);
    }

    [Fact]
    public async Task A_connection_that_can_not_be_cancelled_is_logged_and_the_camera_is_opened_again()
    {
        var failure = new InvalidOperationException("the child can't be ended");
        Readers.Make = number => number == 1 ? new ScriptedReader { OnCancel = () => throw failure } : new ScriptedReader();
        Start();
        Limit.Until(() => Readers.Newest.Opened == 1);
        GiveUp();
        UntilConnection(2);
        Limit.Until(() => !Log.Exceptions.IsEmpty);
        Assert.Same(failure, Assert.IsType<AggregateException>(Assert.Single(Log.Exceptions)).InnerException);
        Deliver();
        Until(CameraState.Live);
        List<LogLevel> levels = [(await Log.NextAsync()).Level, (await Log.NextAsync()).Level];
        Assert.Equal([LogLevel.Warning, LogLevel.Error], levels.Order());
    }

    [Fact]
    public async Task A_supervisor_that_fails_gives_its_connection_up_and_runs_again_with_one_subscription()
    {
        Start();
        Deliver();
        Until(CameraState.Live);
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await Log.NextAsync());
        ScriptedReader first = Readers.Newest;

        Readers.Bug = new InvalidOperationException("bug");
        Camera.Enter();
        Assert.Same(Readers.Bug, await Assert.ThrowsAsync<InvalidOperationException>(() => Limit.Within(Running)));
        Assert.Equal((CameraState.Lost, "internal failure, see the service's log"), (Camera.Status.State, Camera.Status.Reason));
        Limit.Until(() => first.IsDisposed);

        Readers.Bug = null;
        Restart();
        UntilConnection(2);
        Deliver();
        Until(CameraState.Live);
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await Log.NextAsync());
        Assert.Empty(Log.Rest());
    }
}
