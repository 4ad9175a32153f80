using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>How often a camera is asked that refuses the credentials.</summary>
public sealed class CameraPatienceTests : SupervisedCamera
{
    [Theory]
    [InlineData(0, nameof(CameraFaultKind.CredentialsRefused))]
    [InlineData(1, nameof(CameraFaultKind.CredentialsRefused))]
    [InlineData(1, nameof(CameraFaultKind.Forbidden))]
    public async Task A_camera_that_refuses_the_password_is_asked_at_most_eight_times_in_four_minutes(double chance, string kind)
    {
        Readers.Make = _ => Refusing(Enum.Parse<CameraFaultKind>(kind));
        Start(chance);
        await Time.PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(Readers.Connections, 4, 8);
    }

    [Fact]
    public async Task Other_answers_after_a_refusal_are_no_reason_to_hurry()
    {
        // A camera that has locked the account may cut connections instead.
        Readers.Make = number => Refusing(number == 1 ? CameraFaultKind.CredentialsRefused : CameraFaultKind.ConnectionLost);
        Start();
        await Time.PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(Readers.Connections, 4, 8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_camera_that_unlocks_after_a_minute_without_tries_comes_back_by_itself(double chance)
    {
        long? last = null;
        SourceResult Answer()
        {
            bool isLocked = last is null || Time.GetElapsedTime(last.Value) < TimeSpan.FromMinutes(1);
            last = Time.GetTimestamp();
            return isLocked ? new CameraFault(CameraFaultKind.CredentialsRefused, "rtsp://camera") : SourceResult.Ok;
        }

        Readers.Make = _ => Delivering(new ScriptedReader { OnOpen = _ => Answer() });
        Start(chance);
        Deadline deadline = Limit.Deadline();
        long started = Time.GetTimestamp();
        while (Camera.Captured == 0 && Time.GetElapsedTime(started) < TimeSpan.FromMinutes(10))
        {
            deadline.Check();
            await Time.PassNextWaitAsync();
        }

        // It may have stalled since: the last wait that passed can be the one for its next frame.
        Limit.Until(() => States.Contains(CameraState.Live));
    }

    [Fact]
    public async Task Viewers_who_come_and_go_cause_no_more_tries_after_a_refusal()
    {
        Readers.OnDemand = true;
        Readers.Make = _ => Refusing(CameraFaultKind.CredentialsRefused);
        Start();
        // Twenty of twelve seconds.
        for (int i = 0; i < 20; i++)
        {
            Until(CameraState.Idle);
            Camera.Enter();
            Until(CameraState.Lost);
            Assert.Equal("rtsp://camera refuses the user name or password", Camera.Status.Reason);
            Assert.NotNull(Camera.Status.NextTry);
            Camera.Exit();
            await Time.PassAsync(TimeSpan.FromSeconds(12));
        }

        Assert.InRange(Readers.Connections, 2, 8);
    }

    [Fact]
    public async Task A_camera_that_is_reachable_again_is_not_asked_before_the_wait_after_a_refusal_is_over()
    {
        Readers.Make = number => Refusing(number == 2 ? CameraFaultKind.ConnectionRefused : CameraFaultKind.CredentialsRefused);
        Start();
        // The wait counts from here.
        Until(CameraState.Lost);
        await Time.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, Readers.Connections);
        await Time.PassAsync(TimeSpan.FromSeconds(3));
        Assert.True(Readers.Connections >= 2);
        Readers.IsReachable = true;
        await Time.PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(Readers.Connections, 4, 8);
    }

    private static ScriptedReader Refusing(CameraFaultKind kind) => new() { OnOpen = _ => new CameraFault(kind, "rtsp://camera") };

    private static ScriptedReader Delivering(ScriptedReader reader)
    {
        reader.Deliver();
        return reader;
    }
}
