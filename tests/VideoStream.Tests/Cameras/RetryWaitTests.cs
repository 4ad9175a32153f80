using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;

namespace VideoStream.Tests.Cameras;

public sealed class RetryWaitTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1.2);

    private readonly ObservedTime _time = new(TestFrames.CapturedAt);
    private readonly ScriptedReaders _readers = new();
    private readonly Camera _camera;
    private readonly ChangeSignal _viewersChanged;
    private readonly RetryWait _wait;

    public RetryWaitTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _viewersChanged = new ChangeSignal(_time);
        _wait = new RetryWait(_camera, _readers, new OpenPolicy(_camera, _readers), _viewersChanged, _time);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _camera.Close();

    [Fact]
    public async Task The_camera_is_lost_until_the_delay_is_over()
    {
        Task<bool> waiting = RunAsync();
        long now = _time.GetTimestamp();
        var status = new CameraStatus(CameraState.Lost, Faults.NoDevice, now, now, now + _time.Ticks(Delay));
        Assert.Equal(status, _camera.Status);
        foreach (double wait in (double[])[0.5, 0.5, 0.2])
        {
            Assert.False(waiting.IsCompleted);
            Assert.Equal(TimeSpan.FromSeconds(wait), await _time.NextWaitAsync());
            _time.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.True(await Limit.Within(waiting));
    }

    [Fact]
    public async Task A_source_that_becomes_reachable_ends_the_wait()
    {
        Task<bool> waiting = RunAsync();
        _readers.IsReachable = true;
        await _time.PassNextWaitAsync();
        Assert.True(await Limit.Within(waiting));
    }

    /// <summary>It came back after the attempt, before the first question.</summary>
    [Fact]
    public async Task A_source_that_was_not_there_ends_the_wait_whenever_it_answers()
    {
        _readers.IsReachable = true;
        var fault = new CameraFault(CameraFaultKind.NatsUnreachable, "nats://host");
        Task<bool> waiting = _wait.RunAsync(fault, new RetryDelay(TimeSpan.Zero, Delay), Cancelled);
        await _time.PassNextWaitAsync();
        Assert.True(await Limit.Within(waiting));
    }

    [Fact]
    public async Task A_source_that_was_reachable_all_the_time_does_not_end_the_wait()
    {
        _readers.IsReachable = true;
        Task<bool> waiting = RunAsync();
        await _time.PassNextWaitAsync();
        await _time.PassNextWaitAsync();
        Assert.Equal(TimeSpan.FromSeconds(0.2), await _time.NextWaitAsync());
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(await Limit.Within(waiting));
    }

    [Fact]
    public async Task A_camera_that_is_not_needed_any_more_is_not_retried()
    {
        _readers.OnDemand = true;
        _camera.Enter();
        Task<bool> waiting = RunAsync(TimeSpan.FromHours(1));
        await _time.NextWaitAsync();
        _camera.Exit();
        _time.Advance(OpenPolicy.ReleaseAfter);
        Assert.False(await Limit.Within(waiting));
    }

    [Fact]
    public async Task A_source_that_becomes_reachable_does_not_end_the_shortest_wait()
    {
        Task<bool> waiting = _wait.RunAsync(Faults.NoDevice, new RetryDelay(TimeSpan.FromSeconds(1), Delay), Cancelled);
        _readers.IsReachable = true;
        await _time.PassNextWaitAsync();
        await _time.PassNextWaitAsync();
        Assert.Equal(TimeSpan.FromSeconds(0.2), await _time.NextWaitAsync());
        Assert.False(waiting.IsCompleted);
        // Asked once, when the camera was lost.
        Assert.Equal(1, _readers.Probes);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(await Limit.Within(waiting));
    }

    [Fact]
    public async Task A_wait_that_nothing_may_end_asks_for_nothing()
    {
        Task<bool> waiting = _wait.RunAsync(Faults.NoDevice, new RetryDelay(Delay, Delay), Cancelled);
        for (int i = 0; i < 3; i++)
            await _time.PassNextWaitAsync();
        Assert.True(await Limit.Within(waiting));
        Assert.Equal(0, _readers.Probes);
    }

    private Task<bool> RunAsync(TimeSpan? delay = null) =>
        _wait.RunAsync(Faults.NoDevice, new RetryDelay(TimeSpan.Zero, delay ?? Delay), Cancelled);
}
