using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Configuration;
using VideoStream.Tests.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

public sealed class ViewerTickerTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();
    private readonly ObservedTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly VideoStreamOptions _options = Configured.With("Cameras:main:Source=test");
    private readonly ListLogger<ViewerTicker> _log = new();
    private readonly AccessKeys _keys = new(Options.Create(new VideoStreamOptions()));
    private readonly LoginSessions _logins;
    private readonly LinkRegistry _links;
    private readonly ViewerRegistry _registry;

    public ViewerTickerTests()
    {
        _logins = new LoginSessions(_time);
        _links = TestLinks.Registry(_time);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        _registry = new ViewerRegistry(Options.Create(_options), lifetime, _time, NullLogger<ViewerRegistry>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _registry.Dispose();
        _stop.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_viewer_whose_tick_fails_is_logged_and_the_others_tick_on()
    {
        Viewer bad = Admit(), good = Admit();
        int ticks = 0;
        bad.Changed += _ => throw new InvalidOperationException("a bug");
        good.Changed += what => ticks += what == ViewerEvent.Ticked ? 1 : 0;
        Task[] serving = [ServeAsync(bad), ServeAsync(good)];
        Task running = Ticker().RunAsync(_stop.Token);
        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());

        for (int i = 1; i <= 2; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal((LogLevel.Error, $"Viewer {bad.Id}: its tick failed"), await _log.NextAsync());
            Limit.Until(() => Volatile.Read(ref ticks) == i);
        }

        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
        bad.Close(CloseReason.ClientClosed);
        good.Close(CloseReason.ClientClosed);
        await Limit.Within(Task.WhenAll(serving));
    }

    [Fact]
    public async Task A_viewer_whose_key_was_removed_or_changed_ends_and_the_others_stay()
    {
        Viewer removed = Admit("removed"), changed = Admit("changed"), kept = Admit("kept"), open = Admit();
        Task[] serving = [ServeAsync(removed), ServeAsync(changed), ServeAsync(kept), ServeAsync(open)];
        Task running = Ticker().RunAsync(_stop.Token);
        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());
        Assert.All([removed, changed, kept, open], viewer => Assert.Null(viewer.CloseReason));

        AccessOptions next = Configured.With("Source=test", Hash("kept"), Hash("changed"), "Access:Keys:changed:Scopes:0=admin").Access;
        _keys.Replace(AccessKeys.Read(next));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Limit.Within(Task.WhenAll(serving[0], serving[1], serving[3]));
        Assert.All([removed, changed, open], viewer => Assert.Same(CloseReason.AccessRevoked, viewer.CloseReason));
        Assert.Null(kept.CloseReason);

        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
        kept.Close(CloseReason.ClientClosed);
        await Limit.Within(serving[2]);
    }

    [Fact]
    public async Task A_viewer_whose_login_was_ended_ends_and_the_others_stay()
    {
        string session = _logins.Start(), another = _logins.Start();
        Viewer ended = Admit(session: session), kept = Admit(session: another);
        Task[] serving = [ServeAsync(ended), ServeAsync(kept)];
        Task running = Ticker().RunAsync(_stop.Token);
        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());

        _logins.End(session);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Limit.Within(serving[0]);
        Assert.Same(CloseReason.LoggedOut, ended.CloseReason);
        Assert.Null(kept.CloseReason);

        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
        kept.Close(CloseReason.ClientClosed);
        await Limit.Within(serving[1]);
    }

    [Fact]
    public async Task A_viewer_whose_link_was_revoked_or_has_expired_ends_and_the_others_stay()
    {
        Viewer revoked = AdmitByLink("revoked", 1), expired = AdmitByLink("expired", 1.0 / 3600), kept = AdmitByLink("kept", 1);
        Task[] serving = [ServeAsync(revoked), ServeAsync(expired), ServeAsync(kept)];
        Task running = Ticker().RunAsync(_stop.Token);
        Assert.Equal(TimeSpan.FromSeconds(1), await _time.NextWaitAsync());

        Assert.True(_links.TryRevoke("revoked"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Limit.Within(Task.WhenAll(serving[0], serving[1]));
        Assert.Same(CloseReason.LinkRevoked, revoked.CloseReason);
        Assert.Same(CloseReason.LinkExpired, expired.CloseReason);
        Assert.Null(kept.CloseReason);

        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Limit.Within(running));
        kept.Close(CloseReason.ClientClosed);
        await Limit.Within(serving[2]);
    }

    private static string Hash(string name) => $"Access:Keys:{name}:Hash={Convert.ToHexString(AccessKey.HashOf(name))}";

    private ViewerTicker Ticker() => new(_registry, _keys, _logins, _links, _time, _log);

    private Task ServeAsync(Viewer viewer) => _registry.RunAsync(viewer, () => viewer.SendAsync(new ScriptedSink()));

    private Viewer AdmitByLink(string id, double hours)
    {
        SignedLink link = TestLinks.Link(_time, id, hours);
        Assert.True(_links.TryAdd(link, out _));
        return Admit(link.Grant);
    }

    private Viewer Admit(string? key = null, string? session = null) => Admit(key is null
        ? AccessGrant.Open with { Session = session }
        : AccessKey.Of(key, Configured.With("Source=test", Hash(key)).Access.Keys[key]).Grant);

    private Viewer Admit(AccessGrant grant)
    {
        ViewerConnection connection = TestConnection.Of(new FakeLinkProbe(), grant: grant);
        Assert.True(_registry.TryAdmit(connection, _rig.Variants, ViewerSettings.Defaults(_options), out Viewer? viewer, out _));
        return viewer;
    }
}
