using System.Net;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Tests.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

public sealed class ViewerRegistryTests : IAsyncDisposable
{
    private const int MaxClients = 3;

    private readonly CameraRig _rig = new();
    private readonly ListLogger<ViewerRegistry> _log = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly VideoStreamOptions _options = Configured.With("Cameras:main:Source=test", $"WebSocket:MaxClients={MaxClients}");
    private readonly ViewerRegistry _registry;

    public ViewerRegistryTests() => _registry = new ViewerRegistry(Options.Create(_options), _lifetime, _rig.Time, _log);

    public async ValueTask DisposeAsync()
    {
        _registry.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_that_come_at_once_exactly_the_limit_is_admitted_and_the_others_are_counted()
    {
        const int comers = 64;
        using var together = new Barrier(comers);
        bool[] admitted = await Limit.Within(Task.WhenAll(Enumerable.Range(0, comers).Select(_ => OwnThread.Run(() =>
        {
            together.SignalAndWait(TestContext.Current.CancellationToken);
            return TryAdmit() is not null;
        }))));

        Assert.Equal(MaxClients, admitted.Count(isIn => isIn));
        Assert.Equal((MaxClients, comers - MaxClients), (_registry.Admitted, _registry.Refused));
        // None of them is served yet.
        Assert.Empty(_registry.Viewers);
    }

    [Fact]
    public async Task Refused_clients_are_logged_once_a_minute_with_their_number()
    {
        for (int i = 0; i < MaxClients + 10; i++)
            TryAdmit();
        _rig.Time.Advance(TimeSpan.FromMinutes(1));
        TryAdmit();
        (LogLevel level, string first) = await _log.NextAsync();
        Assert.Equal(LogLevel.Warning, level);
        Assert.EndsWith("all 3 places are taken, see VideoStream:WebSocket:MaxClients", first, StringComparison.Ordinal);
        Assert.EndsWith(" (9 more since the last such line)", (await _log.NextAsync()).Message, StringComparison.Ordinal);
        Assert.Empty(_log.Rest());
    }

    [Fact]
    public async Task The_viewers_of_a_page_take_one_place_which_is_free_when_the_last_has_ended()
    {
        var page = new ViewerPage("page-0001", IPAddress.Loopback);
        TryAdmit();
        TryAdmit();
        var ends = new TaskCompletionSource[2];
        var running = new Task[2];
        for (int i = 0; i < ends.Length; i++)
        {
            TaskCompletionSource end = ends[i] = new TaskCompletionSource();
            running[i] = _registry.RunAsync(TryAdmit(page)!, () => end.Task);
        }

        Assert.Equal((4, MaxClients), (_registry.Admitted, _registry.PlacesTaken));
        Assert.Equal("3 of 3 places are taken", _registry.Check(null, null)!.Text);

        ends[0].SetResult();
        await Limit.Within(running[0]);
        Assert.Equal((3, MaxClients), (_registry.Admitted, _registry.PlacesTaken));
        ends[1].SetResult();
        await Limit.Within(running[1]);
        Assert.Equal((2, 2), (_registry.Admitted, _registry.PlacesTaken));
        Assert.Null(_registry.Check(null, null));
    }

    [Fact]
    public async Task A_page_that_asks_for_too_many_streams_is_refused_counted_and_logged()
    {
        var page = new ViewerPage("page-0001", IPAddress.Loopback);
        for (int i = 0; i < Places.MaxOfPage; i++)
            Assert.NotNull(TryAdmit(page));
        Assert.Null(TryAdmit(page));
        Assert.Equal((1, 1L), (_registry.PlacesTaken, _registry.Refused));
        (LogLevel level, string line) = await _log.NextAsync();
        Assert.Equal((LogLevel.Warning, "Refused somewhere: a page asks for more than 34 streams"), (level, line));
    }

    [Fact]
    public async Task A_viewer_is_listed_while_it_is_served_and_its_place_is_free_afterwards()
    {
        Viewer viewer = TryAdmit()!;
        var served = new TaskCompletionSource();
        Task running = _registry.RunAsync(viewer, () => served.Task);
        Assert.Equal([viewer], _registry.Viewers);

        served.SetResult();
        await Limit.Within(running);

        Assert.Empty(_registry.Viewers);
        Assert.Equal((0, 0L), (_registry.Admitted, _registry.Refused));
        for (int i = 0; i < MaxClients; i++)
            Assert.NotNull(TryAdmit());
    }

    [Fact]
    public async Task A_viewer_whose_transport_throws_frees_its_place_and_ended_with_an_internal_error()
    {
        Viewer viewer = TryAdmit()!;
        var bug = new InvalidOperationException("a bug");
        Assert.Same(bug, await Record.ExceptionAsync(() => Limit.Within(_registry.RunAsync(viewer, () => throw bug))));
        Assert.Equal(0, _registry.Admitted);
        Assert.Same(CloseReason.InternalError, viewer.CloseReason);
    }

    [Fact]
    public async Task Start_and_end_are_logged_with_the_reason()
    {
        Viewer viewer = TryAdmit()!;
        await Limit.Within(_registry.RunAsync(viewer, () =>
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(12));
            viewer.Close(CloseReason.PingUnanswered);
            return Task.CompletedTask;
        }));
        Assert.Equal(
            [
                (LogLevel.Information, $"Viewer {viewer.Id} (Mjpeg) from somewhere watches camera front"),
                (LogLevel.Information, $"Viewer {viewer.Id} ended: no answer to a ping. 12.0 s, 0 frames sent, 0 skipped"),
            ],
            _log.Rest());
    }

    [Fact]
    public async Task All_viewers_are_closed_when_the_service_stops()
    {
        Viewer[] viewers = [TryAdmit()!, TryAdmit()!];
        Task running = Task.WhenAll(viewers.Select(viewer => _registry.RunAsync(viewer, () => viewer.SendAsync(new ScriptedSink()))));
        Assert.False(running.IsCompleted);

        _lifetime.StopApplication();

        await Limit.Within(running);
        Assert.All(viewers, viewer => Assert.Same(CloseReason.ServiceStopping, viewer.CloseReason));
        Assert.Equal(0, _registry.Admitted);
    }

    [Fact]
    public async Task A_viewer_that_comes_while_the_service_stops_is_closed_before_it_is_served()
    {
        Viewer viewer = TryAdmit()!;
        _lifetime.StopApplication();
        CloseReason? atStart = null;
        await Limit.Within(_registry.RunAsync(viewer, () =>
        {
            atStart = viewer.CloseReason;
            return viewer.SendAsync(new ScriptedSink());
        }));
        Assert.Same(CloseReason.ServiceStopping, atStart);
    }

    private Viewer? TryAdmit(ViewerPage? page = null)
    {
        ViewerConnection connection = TestConnection.Of(new FakeLinkProbe(), ViewerTransport.Mjpeg, page: page);
        ViewerSettings settings = ViewerSettings.Defaults(_options);
        return _registry.TryAdmit(connection, _rig.Variants, settings, out Viewer? viewer, out _) ? viewer : null;
    }
}
