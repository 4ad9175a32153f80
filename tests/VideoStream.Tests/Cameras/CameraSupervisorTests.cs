using Microsoft.Extensions.Logging;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class CameraSupervisorTests : IAsyncDisposable
{
    private readonly ObservedTime _time = new(TestFrames.CapturedAt);
    private readonly ListLogger<CameraSupervisor> _log = new();
    private readonly ScriptedReaders _readers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _driver = new();
    private readonly Camera _camera;
    private CameraSupervisor? _supervisor;
    private Task _running = Task.CompletedTask;

    public CameraSupervisorTests()
    {
        _camera = new Camera("front", new CameraOptions { FrameRate = 30 }, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _driver.Set();
        await _stop.CancelAsync();
        await Limit.Within(_running);
        _camera.Close();
        Limit.Until(() => _camera.Pool.Rented == 0);
        _stop.Dispose();
        _driver.Dispose();
    }

    [Fact]
    public async Task A_source_that_delivers_is_live_and_logged_once()
    {
        Start();
        Deliver();
        Deliver();
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await _log.NextAsync());
        Limit.Until(() => _camera.Captured == 2);
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public void On_demand_the_first_viewer_opens_the_camera_and_it_closes_ten_seconds_after_the_last()
    {
        _readers.OnDemand = true;
        Start();
        Until(CameraState.Idle);
        Assert.Equal(0, _readers.Connections);

        _camera.Enter();
        Limit.Until(() => _readers.Connections == 1);
        Deliver();
        Until(CameraState.Live);
        _camera.Exit();
        for (int i = 0; i < 9; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Deliver();
            Limit.Until(() => _camera.NewestAge == TimeSpan.Zero);
            Assert.Equal(CameraState.Live, _camera.Status.State);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Until(CameraState.Idle);
        Limit.Until(() => _readers.Newest.IsDisposed);

        _camera.Enter();
        Limit.Until(() => _readers.Connections == 2);
        Deliver();
        Until(CameraState.Live);
    }

    [Fact]
    public async Task Without_a_frame_it_is_stalled_after_two_seconds_and_given_up_after_five_more()
    {
        Start();
        await _time.UntilWaitAsync();
        DeliverTwo();

        await _time.PassNextWaitAsync();
        Until(CameraState.Stalled);
        Assert.StartsWith("stalled", _camera.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(2), _camera.NewestAge);

        // A check of the opening may still be among the waits.
        await _time.PassWaitAsync(TimeSpan.FromSeconds(5));
        Until(CameraState.Lost);
        Limit.Until(() => _readers.Newest.IsDisposed);
        Assert.StartsWith("stalled", _camera.Status.Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), _camera.NewestAge);
        Assert.Equal(_time.GetTimestamp() + _time.Ticks(TimeSpan.FromSeconds(0.5)), _camera.Status.NextTry);
    }

    [Fact]
    public async Task A_slow_camera_is_stalled_only_after_five_frame_times()
    {
        _camera.Options.FrameRate = 1;
        Start();
        Deliver();
        Until(CameraState.Live);
        while (_camera.Status.State == CameraState.Live)
        {
            Assert.True(_camera.NewestAge < TimeSpan.FromSeconds(5));
            await _time.PassNextWaitAsync();
            if (_camera.NewestAge >= TimeSpan.FromSeconds(5))
                Until(CameraState.Stalled);
        }

        Assert.Equal(TimeSpan.FromSeconds(5), _camera.NewestAge);
    }

    [Fact]
    public async Task A_stalled_source_that_continues_is_live_on_the_same_connection()
    {
        Start();
        Deliver();
        Until(CameraState.Live);
        await _time.PassNextWaitAsync();
        Until(CameraState.Stalled);
        Deliver();
        Until(CameraState.Live);
        Assert.Equal(1, _readers.Connections);
    }

    [Fact]
    public void A_read_that_never_returns_does_not_prevent_the_next_connection()
    {
        _readers.Make = number => number == 1 ? Hanging() : new ScriptedReader();
        Start();
        Limit.Until(() => _readers.Newest.Opened == 1);
        GiveUp();
        UntilConnection(2);
        Deliver();
        Until(CameraState.Live);
        Limit.Until(() => _camera.Frames.Newest.Number == 1);
    }

    [Fact]
    public void At_most_three_reads_that_never_return_pile_up()
    {
        _readers.Make = _ => Hanging();
        Start();
        for (int connection = 1; connection <= 3; connection++)
        {
            UntilConnection(connection);
            Limit.Until(() => _readers.Newest.Opened == 1);
            GiveUp();
        }

        Limit.Until(() => Passes(() => _camera.Status.Reason == "the driver doesn't come back from its reads"));
        Assert.Equal(3, _readers.Connections);

        // The driver returns at last, and the camera is opened again.
        _readers.Make = _ => new ScriptedReader();
        _driver.Set();
        UntilConnection(4);
    }

    [Fact]
    public async Task A_source_that_can_not_be_opened_is_retried_for_ever_and_logged_once()
    {
        _readers.Make = number => new ScriptedReader { OnOpen = _ => number <= 6 ? Faults.Of("no such thing") : SourceResult.Ok };
        Start();
        for (int connection = 1; connection <= 6; connection++)
        {
            UntilConnection(connection);
            Until(CameraState.Lost);
            Assert.Equal("no such thing", _camera.Status.Reason);
        }

        UntilConnection(7);
        Assert.Equal((CameraState.Connecting, "no such thing"), (_camera.Status.State, _camera.Status.Reason));
        Deliver();
        Until(CameraState.Live);
        Assert.Equal((LogLevel.Warning, "Camera front unavailable: no such thing. Retrying."), await _log.NextAsync());
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await _log.NextAsync());
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public void Delays_double_and_start_again_after_the_camera_was_live()
    {
        _readers.Make = number => new ScriptedReader { OnOpen = _ => number is 3 ? SourceResult.Ok : Faults.Of("no such thing") };
        Start();
        Assert.Equal(0.5, NextWait(1));
        Assert.Equal(1, NextWait(2));
        UntilConnection(3);
        Deliver();
        Until(CameraState.Live);
        _readers.Newest.Grabs(() => Faults.Of("unplugged"));
        Assert.Equal(0.5, NextWait(3));
    }

    [Fact]
    public void A_source_that_is_reachable_again_is_opened_at_once()
    {
        (_camera.Options.ReconnectMin, _camera.Options.ReconnectMax) = (3600, 3600);
        _readers.Make = number => new ScriptedReader { OnOpen = _ => number == 1 ? Faults.NoDevice : SourceResult.Ok };
        Start();
        Until(CameraState.Lost);
        long nextTry = _camera.Status.NextTry!.Value;
        // A source that is reachable from the start would wait for the delay.
        Limit.Until(() => _readers.Probes > 0);

        _readers.IsReachable = true;
        UntilConnection(2);
        Assert.True(_time.GetTimestamp() < nextTry);
    }

    [Fact]
    public void A_device_that_was_live_and_is_gone_was_unplugged()
    {
        _readers.Make = number => number == 1 ? new ScriptedReader() : new ScriptedReader { OnOpen = _ => Faults.NoDevice };
        Start();
        Deliver();
        Until(CameraState.Live);
        _readers.Newest.Grabs(() => Faults.NoDevice);
        Until(CameraState.Lost);
        Assert.Equal("unplugged: no such device: /dev/video0", _camera.Status.Reason);
        UntilConnection(2);
        Until(CameraState.Lost);
        Assert.Equal("unplugged: no such device: /dev/video0", _camera.Status.Reason);
    }

    [Fact]
    public void A_reader_that_throws_is_a_fault_and_is_opened_again()
    {
        _readers.Make = number => number == 1
            ? new ScriptedReader { OnRetrieve = _ => throw new InvalidOperationException("driver\nfailed") }
            : new ScriptedReader();
        Start();
        Deliver();
        Until(CameraState.Lost);
        Assert.Equal("driver failed", _camera.Status.Reason);
        UntilConnection(2);
        Deliver();
        Until(CameraState.Live);
    }

    [Fact]
    public void A_source_that_delivers_only_damaged_frames_is_given_up()
    {
        _readers.Make = _ => new ScriptedReader
        {
            OnRetrieve = _ =>
            {
                // Below the seven seconds after which the connection would be given up as stalled.
                _time.Advance(TimeSpan.FromSeconds(0.9));
                return false;
            },
        };
        Start();
        for (int i = 0; i < 10; i++)
            Deliver();
        Until(CameraState.Lost);
        Assert.Equal("delivers nothing but damaged pictures", _camera.Status.Reason);
        Assert.Equal((0L, 7L), (_camera.Captured, _camera.DecodeErrors));
    }

    [Fact]
    public async Task A_connection_that_can_not_be_cancelled_is_logged_and_the_camera_is_opened_again()
    {
        var failure = new InvalidOperationException("the child can't be ended");
        _readers.Make = number => number == 1 ? new ScriptedReader { OnCancel = () => throw failure } : new ScriptedReader();
        Start();
        Limit.Until(() => _readers.Newest.Opened == 1);
        GiveUp();
        UntilConnection(2);
        Limit.Until(() => !_log.Exceptions.IsEmpty);
        Assert.Same(failure, Assert.IsType<AggregateException>(Assert.Single(_log.Exceptions)).InnerException);
        Deliver();
        Until(CameraState.Live);
        List<LogLevel> levels = [(await _log.NextAsync()).Level, (await _log.NextAsync()).Level];
        Assert.Equal([LogLevel.Warning, LogLevel.Error], levels.Order());
    }

    [Fact]
    public async Task A_supervisor_that_fails_gives_its_connection_up_and_runs_again_with_one_subscription()
    {
        Start();
        Deliver();
        Until(CameraState.Live);
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await _log.NextAsync());
        ScriptedReader first = _readers.Newest;

        _readers.Bug = new InvalidOperationException("bug");
        _camera.Enter();
        Assert.Same(_readers.Bug, await Assert.ThrowsAsync<InvalidOperationException>(() => Limit.Within(_running)));
        Assert.Equal((CameraState.Lost, "internal failure, see the service's log"), (_camera.Status.State, _camera.Status.Reason));
        Limit.Until(() => first.IsDisposed);

        _readers.Bug = null;
        _running = _supervisor!.RunAsync(_stop.Token);
        UntilConnection(2);
        Deliver();
        Until(CameraState.Live);
        Assert.Equal((LogLevel.Information, "Camera front is live: 64x48"), await _log.NextAsync());
        Assert.Empty(_log.Rest());
    }

    private void Start()
    {
        _supervisor = new CameraSupervisor(_camera, _readers, _time, new FixedRandom(0), _log);
        _running = Task.Run(() => _supervisor.RunAsync(_stop.Token));
        if (!_readers.OnDemand)
            Limit.Until(() => _readers.Connections == 1);
    }

    /// <summary>A reader whose reads ignore their cancellation.</summary>
    private ScriptedReader Hanging()
    {
        var reader = new ScriptedReader();
        reader.Grabs(() =>
        {
            _driver.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
            return Faults.Of("too late");
        });
        return reader;
    }

    private void Deliver() => _readers.Newest.Deliver();

    /// <summary>Delivers two frames, so that the camera's rate is known. Time passes between them.</summary>
    private void DeliverTwo()
    {
        Deliver();
        Limit.Until(() => _camera.Captured == 1);
        _time.Advance(TimeSpan.FromSeconds(1.0 / 32));
        Deliver();
        Limit.Until(() => _camera.Captured == 2);
    }

    /// <summary>Waits for a state, and if that is live, for the frame.</summary>
    private void Until(CameraState state) =>
        Limit.Until(() => _camera.Status.State == state && (state != CameraState.Live || _camera.Frames.Newest.Number > 0));

    /// <summary>Lets time pass until the connection has been given up.</summary>
    private void GiveUp() => Limit.Until(() => Passes(() => _camera.Status.State == CameraState.Lost));

    private void UntilConnection(int number) => Limit.Until(() => Passes(() => _readers.Connections >= number));

    /// <summary>The delay after a failed connection, in seconds.</summary>
    private double NextWait(int connection)
    {
        UntilConnection(connection);
        Until(CameraState.Lost);
        return _time.GetElapsedTime(_camera.Status.Since, _camera.Status.NextTry!.Value).TotalSeconds;
    }

    /// <summary>Lets a little time pass if the condition does not hold yet.</summary>
    private bool Passes(Func<bool> condition)
    {
        if (condition())
            return true;
        _time.Advance(TimeSpan.FromMilliseconds(10));
        return false;
    }
}
