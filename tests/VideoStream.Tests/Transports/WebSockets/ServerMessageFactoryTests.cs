using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;
using VideoStream.Tests.Support;
using VideoStream.Transports.WebSockets;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Tests.Transports.WebSockets;

public sealed class ServerMessageFactoryTests : IAsyncDisposable
{
    private readonly CameraRig _rig = new();
    private readonly Viewer _viewer;
    private readonly ServerMessageFactory _messages;

    public ServerMessageFactoryTests()
    {
        _viewer = _rig.Admit();
        _messages = new ServerMessageFactory(_viewer, new ClientLimits(), new SettingTable(new VideoStreamOptions()), _rig.Time);
    }

    public async ValueTask DisposeAsync()
    {
        _viewer.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public void All_notifications_are_a_message_each_and_hello_is_the_first()
    {
        const PendingNotifications all =
            PendingNotifications.Stats | PendingNotifications.Camera | PendingNotifications.Config | PendingNotifications.Hello;
        Assert.Equal(["hello", "config", "camera", "stats"], _messages.For(all).Select(message => message.Type));
        Assert.Empty(_messages.For(PendingNotifications.None));
    }

    [Fact]
    public void Hello_has_what_the_camera_delivers_and_the_limits()
    {
        _rig.Publish();
        var hello = Assert.IsType<ServerMessage.Hello>(Assert.Single(_messages.For(PendingNotifications.Hello)));
        Assert.Equal(
            (_viewer.Id, "front", CameraState.Live, 64, 48), (hello.Session, hello.Camera, hello.State, hello.Width, hello.Height));
        Assert.Equal(new Limits(30, 4096, 10), hello.Limits);
        Assert.Equal(_viewer.Effective, hello.Settings);
        Assert.Equal(["osd", "quality", "fps", "resize", "adaptive", "codec"], hello.MaySet);
    }

    [Fact]
    public void Config_has_the_settings_in_effect()
    {
        var config = Assert.IsType<ServerMessage.Config>(Assert.Single(_messages.For(PendingNotifications.Config)));
        Assert.Equal(ProtocolJson.ToFields(_viewer.Effective).Keys, config.Fields.Keys);
        Assert.Equal(_viewer.Effective.Quality, config.Fields["quality"].GetInt32());
    }

    [Fact]
    public void Camera_has_the_reason_and_the_next_try_of_a_camera_that_is_lost()
    {
        long nextTry = _rig.Time.GetTimestamp() + _rig.Time.Ticks(TimeSpan.FromSeconds(2));
        _rig.Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"), nextTry);
        // The clock is set. The next try is by the new time.
        _rig.Time.SetClock(DateTimeOffset.UnixEpoch);
        Assert.Equal(
            new ServerMessage.CameraChange("front", "front", CameraState.Lost, "unplugged", 2_000_000),
            Assert.Single(_messages.For(PendingNotifications.Camera)));
    }

    [Fact]
    public void Stats_are_those_since_the_stats_before()
    {
        Count(30, 5000);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        ServerMessage.Stats first = Stats();
        Assert.Equal((30.0, 1200.0, 30L), (first.Fps, first.BitrateKbps, first.Sent));

        Count(15, 10_000);
        _rig.Time.Advance(TimeSpan.FromSeconds(2));
        ServerMessage.Stats second = Stats();
        Assert.Equal((7.5, 600.0, 45L), (second.Fps, second.BitrateKbps, second.Sent));
        Assert.Equal((16, 80, 4.0, false), (second.Width, second.Quality, second.EncodeMs, second.Source));
        Assert.Equal(30, second.Rate);
    }

    [Fact]
    public async Task Stats_have_the_state_of_the_link()
    {
        var sink = new ScriptedSink();
        Task sending = _viewer.SendAsync(sink);
        _rig.Publish();
        Assert.Equal("frame 1", await sink.NextAsync());
        _rig.Publish();
        Assert.Equal("frame 2", await sink.NextAsync());
        Assert.True(_viewer.Acknowledge(1));
        _viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(sending);

        LinkReport link = _viewer.Link;
        Assert.NotNull(link.AgeMs);
        ServerMessage.Stats stats = Stats();
        Assert.Equal(link, new(stats.RoundTripMs, stats.QueueingMs, stats.DeliveryKbps, stats.AgeMs, stats.Limit));
    }

    [Fact]
    public void Hello_and_stats_have_the_rate_at_which_the_camera_delivers_once_it_is_known()
    {
        for (int frames = 0; frames < 2; frames++)
        {
            Assert.Null(Hello().CameraFps);
            Assert.Null(Stats().CameraFps);
            _rig.Publish();
        }

        Assert.Equal((30.0, 30.0), (Hello().CameraFps!.Value, Stats().CameraFps!.Value));
        // Kept, because the camera has it again when it is back.
        _rig.Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Assert.Equal(30.0, Stats().CameraFps!.Value);
    }

    [Fact]
    public async Task Stats_say_still_while_the_picture_of_a_live_camera_does_not_change()
    {
        var sink = new ScriptedSink();
        Task sending = _viewer.SendAsync(sink);
        _rig.Reader.Still = 100;
        _rig.Publish();
        Assert.Equal("frame 1", await sink.NextAsync());
        Assert.False(Stats().Still);
        _rig.Publish();
        Assert.True(Stats().Still);
        _rig.Reader.Still = 101;
        _rig.Publish();
        Assert.False(Stats().Still);
        _rig.Publish();
        _rig.Camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"));
        Assert.False(Stats().Still);
        _viewer.Close(CloseReason.ClientClosed);
        await Limit.Within(sending);
    }

    [Fact]
    public void Stats_twice_at_the_same_time_divide_by_nothing()
    {
        Stats();
        Assert.Equal((0.0, 0.0), (Stats().Fps, Stats().BitrateKbps));
    }

    private ServerMessage.Hello Hello() =>
        Assert.IsType<ServerMessage.Hello>(Assert.Single(_messages.For(PendingNotifications.Hello)));

    private ServerMessage.Stats Stats() =>
        Assert.IsType<ServerMessage.Stats>(Assert.Single(_messages.For(PendingNotifications.Stats)));

    private void Count(int frames, int bytes)
    {
        for (int i = 0; i < frames; i++)
        {
            EncodedFrame frame = TestFrames.Encoded(i + 1, bytes, TimeSpan.FromMilliseconds(4));
            _viewer.Counters.Sent(frame);
            frame.Release();
        }
    }
}
