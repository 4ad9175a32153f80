using VideoStream.Access;
using VideoStream.Adaptation;
using VideoStream.Tests.Adaptation;
using VideoStream.Tests.Support;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Viewers;

public sealed class ViewerTests : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1.5), SendTimeout = TimeSpan.FromSeconds(10);

    private readonly CameraRig _rig = new();
    private readonly FakeLinkProbe _probe = new();
    private readonly ScriptedSink _sink = new();
    private readonly Viewer _viewer;
    private int _aborts;

    public ViewerTests() => _viewer = _rig.Admit(_probe, () => _aborts++);

    public async ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        await _rig.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Close_keeps_the_first_reason_and_ends_SendAsync()
    {
        Task sending = _viewer.SendAsync(_sink);
        Assert.Null(_viewer.CloseReason);
        _viewer.Close(CloseReason.MessageFlood);
        _viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(sending);
        Assert.Same(CloseReason.MessageFlood, _viewer.CloseReason);
    }

    [Fact]
    public void A_connection_that_has_not_ended_in_time_after_Close_is_cut()
    {
        _viewer.Close(CloseReason.ServiceStopping);
        _rig.Time.Advance(CloseTimeout - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _aborts);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _aborts);
    }

    [Fact]
    public void A_connection_that_has_ended_in_time_is_not_cut()
    {
        _viewer.Close(CloseReason.ServiceStopping);
        _viewer.Dispose();
        _rig.Time.Advance(CloseTimeout);
        _viewer.Close(CloseReason.ClientClosed);
        Assert.Equal(0, _aborts);
    }

    [Fact]
    public async Task Tick_cuts_a_client_that_takes_no_more_of_a_frame()
    {
        Task sending = _viewer.SendAsync(_sink);
        _sink.Block();
        _rig.Publish();
        Assert.Equal("part of 1", await _sink.NextAsync());
        // The loop's thread may not have begun to wait yet.
        Limit.Until(() =>
        {
            _rig.Time.Advance(SendTimeout);
            _viewer.Tick();
            return _viewer.CloseReason is not null;
        });

        Assert.Equal((CloseReason.SendTimeout, 1), (_viewer.CloseReason, _aborts));
        _sink.Unblock(new IOException("aborted"));
        await Assert.ThrowsAsync<IOException>(() => Limit.Within(sending));
    }

    [Fact]
    public async Task Tick_cuts_a_client_that_acknowledges_nothing_of_what_is_in_flight()
    {
        _probe.Sample = TcpSamples.Of(inFlight: 1_000_000);
        Task sending = _viewer.SendAsync(_sink);
        _rig.PublishAndDispatch();
        Limit.Until(() =>
        {
            _rig.Time.Advance(SendTimeout);
            _viewer.Tick();
            return _viewer.CloseReason is not null;
        });
        await Limit.Within(sending);
        Assert.Equal((CloseReason.SendTimeout, 1), (_viewer.CloseReason, _aborts));
        Assert.Empty(_sink.Rest());
    }

    [Fact]
    public void Tick_ends_a_viewer_whose_key_has_expired()
    {
        var grant = new AccessGrant("ana", AccessScopes.View, null, _rig.Time.GetUtcNow() + TimeSpan.FromSeconds(5));
        using Viewer viewer = _rig.Admit(grant: grant);
        for (int i = 0; i < 4; i++)
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
            viewer.Tick();
        }

        Assert.Null(viewer.CloseReason);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        viewer.Tick();
        Assert.Same(CloseReason.AccessExpired, viewer.CloseReason);
    }

    [Fact]
    public void Tick_raises_an_event_and_cuts_no_client_that_is_sent_nothing()
    {
        var events = new List<ViewerEvent>();
        _viewer.Changed += events.Add;
        for (int second = 0; second < 60; second++)
        {
            _viewer.Tick();
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(Enumerable.Repeat(ViewerEvent.Ticked, 60), events);
        Assert.Null(_viewer.CloseReason);
    }

    [Fact]
    public void Change_applies_the_settings_and_raises_an_event()
    {
        var events = new List<ViewerEvent>();
        _viewer.Changed += events.Add;
        var change = new SettingsChange();
        change.Add(settings => settings with { Osd = true, Fps = 15 });

        _viewer.Change(change);

        Assert.Equal([ViewerEvent.SettingsChanged], events);
        Assert.Equal((true, 15.0), (_viewer.Settings.Osd, _viewer.Settings.Fps));
        Assert.Equal((true, 15.0), (_viewer.Effective.Osd, _viewer.Effective.Fps));
    }

    [Fact]
    public void A_paused_viewer_is_limited_by_its_client()
    {
        Assert.Equal(LimitedBy.Camera, _viewer.Link.Limit);
        var change = new SettingsChange();
        change.Add(settings => settings with { Paused = true });
        _viewer.Change(change);
        Assert.Equal(LimitedBy.Client, _viewer.Link.Limit);
    }

    [Fact]
    public async Task Acknowledge_says_whether_the_frame_was_in_flight()
    {
        Task sending = _viewer.SendAsync(_sink);
        _rig.Publish();
        Assert.Equal("frame 1", await _sink.NextAsync());
        _rig.Publish();
        Assert.Equal("frame 2", await _sink.NextAsync());

        Assert.False(_viewer.Acknowledge(3));
        Assert.True(_viewer.Acknowledge(1));
        Assert.False(_viewer.Acknowledge(1));
        _viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(sending);
    }
}
