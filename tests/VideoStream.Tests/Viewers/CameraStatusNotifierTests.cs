using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VideoStream.Cameras;
using VideoStream.Encoding;
using VideoStream.Tests.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

/// <summary>Two cameras with a viewer each.</summary>
public sealed class CameraStatusNotifierTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConfiguredCameras _cameras;
    private readonly ViewerRegistry _registry;
    private readonly CameraStatusNotifier _notifier;
    private readonly List<Task> _serving = [];
    private readonly Camera _front;
    private readonly Camera _back;
    private Action<Viewer> _notify = _ => { };

    public CameraStatusNotifierTests()
    {
        _cameras = new ConfiguredCameras(_time, "Cameras:front:Source=test", "Cameras:back:Source=test", "DefaultCamera=front");
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        _registry = new ViewerRegistry(_cameras.Options, lifetime, _time, NullLogger<ViewerRegistry>.Instance);
        foreach (VariantSet camera in _cameras.Variants.All)
            Serve(camera, ViewerSettings.Defaults(_cameras.Options.Value));
        _front = _cameras.Cameras.All.Single(camera => camera.Name == "front");
        _back = _cameras.Cameras.All.Single(camera => camera.Name == "back");
        _notifier = new CameraStatusNotifier(_cameras.Cameras, _registry, _time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Viewer viewer in _registry.Viewers)
            viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(Task.WhenAll(_serving));
        _registry.Dispose();
        _cameras.Dispose();
        _stop.Dispose();
    }

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
        var bug = new InvalidOperationException("a bug");
        Task running = Start(_ => throw bug);
        _front.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Assert.Same(bug, await Record.ExceptionAsync(() => Limit.Within(running)));
        _front.SetStatus(CameraState.Idle);
    }

    [Fact]
    public async Task The_viewers_of_each_camera_that_changed_are_notified_and_no_others()
    {
        var notified = new ConcurrentQueue<(string Name, CameraState State)>();
        Task running = Start(viewer => notified.Enqueue((viewer.Camera.Name, viewer.Camera.Status.State)));

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
        _notify = viewer => notified.Enqueue(viewer.Camera.Name);
        _back.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Assert.Empty(notified);

        Task running = Start(_notify);
        Limit.Until(() => !notified.IsEmpty);
        Assert.Equal(["back"], notified);
        await StopAsync(running);
    }

    private Task Start(Action<Viewer> notify)
    {
        _notify = notify;
        return Task.Run(() => _notifier.RunAsync(_stop.Token), TestContext.Current.CancellationToken);
    }

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
    }

    private void Serve(VariantSet camera, ViewerSettings settings)
    {
        ViewerConnection connection = TestConnection.Of(new FakeLinkProbe(), ViewerTransport.Mjpeg);
        Assert.True(_registry.TryAdmit(connection, camera, settings, out Viewer? viewer, out _));
        viewer.Changed += what =>
        {
            if (what == ViewerEvent.CameraChanged)
                _notify(viewer);
        };
        _serving.Add(_registry.RunAsync(viewer, () => viewer.SendAsync(new ScriptedSink())));
    }
}
