using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

/// <summary>How often a camera is asked that refuses, that is slow, or that nobody watches. All in virtual time.</summary>
public sealed class CameraPatienceTests : IAsyncDisposable
{
    private readonly ObservedTime _time = new(TestFrames.CapturedAt);
    private readonly ListLogger<CameraSupervisor> _log = new();
    private readonly ScriptedReaders _readers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CameraState> _states = [];
    private readonly Camera _camera;
    private Task _running = Task.CompletedTask;
    private TimeSpan _unpassed;

    public CameraPatienceTests()
    {
        _camera = new Camera("front", new CameraOptions { FrameRate = 30 }, _time);
        _camera.StatusChanged += camera =>
        {
            lock (_states)
                _states.Add(camera.Status.State);
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Limit.Within(_running);
        _camera.Close();
        Limit.Until(() => _camera.Pool.Rented == 0);
        _stop.Dispose();
    }

    [Theory]
    [InlineData(0, nameof(CameraFaultKind.CredentialsRefused))]
    [InlineData(1, nameof(CameraFaultKind.CredentialsRefused))]
    [InlineData(1, nameof(CameraFaultKind.Forbidden))]
    public async Task A_camera_that_refuses_the_password_is_asked_at_most_eight_times_in_four_minutes(double chance, string kind)
    {
        _readers.Make = _ => Refusing(Enum.Parse<CameraFaultKind>(kind));
        Start(chance);
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(_readers.Connections, 4, 8);
    }

    [Fact]
    public async Task Other_answers_after_a_refusal_are_no_reason_to_hurry()
    {
        // A camera that has locked the account may cut connections instead.
        _readers.Make = number => Refusing(number == 1 ? CameraFaultKind.CredentialsRefused : CameraFaultKind.ConnectionLost);
        Start();
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(_readers.Connections, 4, 8);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_camera_that_unlocks_after_a_minute_without_tries_comes_back_by_itself(double chance)
    {
        long? last = null;
        SourceResult Answer()
        {
            bool isLocked = last is null || _time.GetElapsedTime(last.Value) < TimeSpan.FromMinutes(1);
            last = _time.GetTimestamp();
            return isLocked ? new CameraFault(CameraFaultKind.CredentialsRefused, "rtsp://camera") : SourceResult.Ok;
        }

        _readers.Make = _ => Delivering(new ScriptedReader { OnOpen = _ => Answer() });
        Start(chance);
        Deadline deadline = Limit.Deadline();
        long started = _time.GetTimestamp();
        while (_camera.Captured == 0 && _time.GetElapsedTime(started) < TimeSpan.FromMinutes(10))
        {
            deadline.Check();
            await _time.PassNextWaitAsync();
        }

        // It may have stalled since: the last wait that passed can be the one for its next frame.
        Limit.Until(() => HasBeen(CameraState.Live));
    }

    [Fact]
    public void Viewers_who_come_and_go_cause_no_more_tries_after_a_refusal()
    {
        _readers.OnDemand = true;
        _readers.Make = _ => Refusing(CameraFaultKind.CredentialsRefused);
        Start();
        // Twenty of twelve seconds.
        for (int i = 0; i < 20; i++)
        {
            Until(CameraState.Idle);
            _camera.Enter();
            Until(CameraState.Lost);
            Assert.Equal("rtsp://camera refuses the user name or password", _camera.Status.Reason);
            Assert.NotNull(_camera.Status.NextTry);
            _camera.Exit();
            _time.Advance(TimeSpan.FromSeconds(12));
        }

        Assert.InRange(_readers.Connections, 2, 8);
    }

    [Fact]
    public async Task A_camera_that_is_reachable_again_is_not_asked_before_the_wait_after_a_refusal_is_over()
    {
        _readers.Make = number => Refusing(number == 2 ? CameraFaultKind.ConnectionRefused : CameraFaultKind.CredentialsRefused);
        Start();
        await PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(1, _readers.Connections);
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.True(_readers.Connections >= 2);
        _readers.IsReachable = true;
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.InRange(_readers.Connections, 4, 8);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(0.1)]
    public async Task A_camera_that_sends_a_frame_every_ten_seconds_is_read_over_one_connection(double configured)
    {
        _camera.Options.FrameRate = configured;
        Start();
        var interval = TimeSpan.FromSeconds(10);
        for (int frame = 1; frame <= 10; frame++)
        {
            _readers.Newest.Deliver();
            Limit.Until(() => _camera.Captured == frame && _camera.Status.State == CameraState.Live);
            await PassAsync(interval);
        }

        Assert.Equal(1, _readers.Connections);
        lock (_states)
        {
            // Without a configured rate the camera is stalled until its second frame shows its rate.
            int stalled = configured < 1 ? 0 : 1;
            Assert.Equal(stalled, _states.Count(state => state == CameraState.Stalled));
            Assert.DoesNotContain(CameraState.Lost, _states);
        }
    }

    [Fact]
    public async Task A_camera_that_has_become_slow_is_followed_after_one_connection()
    {
        Start();
        for (int frame = 1; frame <= 3; frame++)
        {
            _readers.Newest.Deliver();
            Limit.Until(() => _camera.Captured == frame);
            _time.Advance(TimeSpan.FromSeconds(1.0 / 32));
        }

        // From now on a frame every ten seconds.
        Deadline deadline = Limit.Deadline();
        while (_readers.Connections == 1)
        {
            deadline.Check();
            await _time.PassNextWaitAsync();
        }

        for (int frame = 4; frame <= 9; frame++)
        {
            _readers.Newest.Deliver();
            Limit.Until(() => _camera.Captured == frame);
            await PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((2, CameraState.Live), (_readers.Connections, _camera.Status.State));
    }

    [Fact]
    public async Task Without_a_viewer_what_can_be_known_is_in_the_status_and_logged_once()
    {
        _readers.OnDemand = true;
        _readers.Known = Faults.NoDevice;
        Start();
        Assert.Equal("Camera front unavailable: no such device: /dev/video0. It has no viewers, and is opened for the first one.",
            (await _log.NextAsync()).Message);
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((CameraState.Idle, Faults.NoDevice), (_camera.Status.State, _camera.Status.Fault));

        _readers.Known = null;
        await PassAsync(TimeSpan.FromSeconds(10));
        Limit.Until(() => _camera.Status is { State: CameraState.Idle, Fault: null });
        Assert.Equal("Camera front can be opened again", (await _log.NextAsync()).Message);
        Assert.Empty(_log.Rest());
        Assert.Equal(0, _readers.Connections);
    }

    [Fact]
    public async Task Without_a_viewer_a_better_source_is_looked_for_and_taken()
    {
        Start();
        _readers.Newest.Deliver();
        Limit.Until(() => _camera.Captured == 1);
        _readers.HasBetter = true;
        await PassAsync(Reselection.Interval + Reselection.Interval);
        Limit.Until(() => _readers.Connections == 2);
    }

    [Fact]
    public async Task With_a_viewer_a_better_source_is_taken_when_a_request_names_the_camera()
    {
        _camera.Enter();
        Start();
        _readers.HasBetter = true;
        for (int i = 0; i < 60; i++)
        {
            _readers.Newest.Deliver();
            Limit.Until(() => _camera.Captured == i + 1);
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((0, 1), (_readers.Looks, _readers.Connections));
        _camera.RequestByName();
        Limit.Until(() => _readers.Connections == 2);
    }

    private static ScriptedReader Refusing(CameraFaultKind kind) => new() { OnOpen = _ => new CameraFault(kind, "rtsp://camera") };

    private static ScriptedReader Delivering(ScriptedReader reader)
    {
        reader.Deliver();
        return reader;
    }

    private void Start(double chance = 0)
    {
        var supervisor = new CameraSupervisor(_camera, _readers, _time, new FixedRandom(chance), _log);
        _running = Task.Run(() => supervisor.RunAsync(_stop.Token));
        if (!_readers.OnDemand)
            Limit.Until(() => _readers.Connections == 1 && _readers.Newest.Opened == 1);
    }

    private bool HasBeen(CameraState state)
    {
        lock (_states)
            return _states.Contains(state);
    }

    private void Until(CameraState state) => Limit.Until(() => _camera.Status.State == state);

    /// <summary>Lets time pass, wait by wait, so that the supervisor gets to every step that it wants to make meanwhile.</summary>
    private async Task PassAsync(TimeSpan span)
    {
        Deadline deadline = Limit.Deadline();
        long end = _time.GetTimestamp() + _time.Ticks(span);
        while (_time.GetElapsedTime(_time.GetTimestamp(), end) is { } left && left > TimeSpan.Zero)
        {
            deadline.Check();
            if (_unpassed <= TimeSpan.Zero)
                _unpassed = await _time.NextWaitAsync();
            TimeSpan step = _unpassed < left ? _unpassed : left;
            _unpassed -= step;
            _time.Advance(step);
        }
    }
}
