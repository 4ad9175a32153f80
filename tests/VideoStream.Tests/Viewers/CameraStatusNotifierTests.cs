using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Tests.Support;
using VideoStream.Viewers;

namespace VideoStream.Tests.Viewers;

public sealed class CameraStatusNotifierTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Camera _front;
    private readonly Camera _back;

    public CameraStatusNotifierTests()
    {
        _front = new Camera("front", new CameraOptions(), _time);
        _back = new Camera("back", new CameraOptions(), _time);
    }

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_notification_that_blocks_holds_up_neither_SetStatus_nor_its_thread()
    {
        using var entered = new SemaphoreSlim(0);
        using var leave = new ManualResetEventSlim();
        int notifier = 0;
        Task running = Start(_ =>
        {
            notifier = Environment.CurrentManagedThreadId;
            entered.Release();
            leave.Wait(TimeSpan.FromSeconds(60), CancellationToken.None);
        });

        Task<int> setting = OwnThread.Run(() =>
        {
            _front.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
            // It stays this thread until the notification has begun.
            Assert.True(entered.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "no notification came");
            _front.SetStatus(CameraState.Idle);
            return Environment.CurrentManagedThreadId;
        });
        try
        {
            Assert.NotEqual(await Limit.Within(setting), notifier);
        }
        finally
        {
            leave.Set();
        }

        await StopAsync(running);
    }

    [Fact]
    public async Task A_notification_that_throws_ends_the_loop_and_not_SetStatus()
    {
        Task running = Start(_ => throw new InvalidOperationException("a fault"));
        _front.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Assert.Equal("a fault", (await Assert.ThrowsAsync<InvalidOperationException>(() => Limit.Within(running))).Message);
        _front.SetStatus(CameraState.Idle);
    }

    [Fact]
    public async Task Each_camera_that_changed_is_notified_and_no_other()
    {
        var notified = new ConcurrentQueue<(string Name, CameraState State)>();
        Task running = Start(camera => notified.Enqueue((camera.Name, camera.Status.State)));

        _front.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Limit.Until(() => notified.Count == 1);
        _back.SetStatus(CameraState.Idle);
        Limit.Until(() => notified.Count == 2);
        // The same state again is a change too: the time of the next try may differ.
        _front.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Limit.Until(() => notified.Count == 3);

        Assert.Equal([("front", CameraState.Lost), ("back", CameraState.Idle), ("front", CameraState.Lost)], notified);
        await StopAsync(running);
    }

    [Fact]
    public async Task A_change_before_the_loop_runs_is_notified_when_it_does()
    {
        var notified = new ConcurrentQueue<string>();
        var notifier = new CameraStatusNotifier([_front, _back], camera => notified.Enqueue(camera.Name), _time);
        _back.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Assert.Empty(notified);

        Task running = Task.Run(() => notifier.RunAsync(_stop.Token), TestContext.Current.CancellationToken);
        Limit.Until(() => !notified.IsEmpty);
        Assert.Equal(["back"], notified);
        await StopAsync(running);
    }

    private Task Start(Action<Camera> notify)
    {
        var notifier = new CameraStatusNotifier([_front, _back], notify, _time);
        return Task.Run(() => notifier.RunAsync(_stop.Token), TestContext.Current.CancellationToken);
    }

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await Limit.Within(running);
    }
}
