using Microsoft.Extensions.Time.Testing;
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

public sealed class ServerMessageFactoryTests
{
    private static readonly LinkReport Link = new(12.3, 4.5, 6789.1, 23.4, LimitedBy.Link);
    private static readonly EffectiveSettings Effective = new(false, 70, 80, 30, 15, false, "640x360", true, false);

    private readonly FakeTimeProvider _time = new();
    private readonly ViewerCounters _counters = new();
    private readonly Camera _camera;
    private readonly ServerMessageFactory _texts;

    public ServerMessageFactoryTests()
    {
        _camera = new Camera("front", new CameraOptions(), _time);
        _texts = new ServerMessageFactory("id", _camera, new VideoStreamOptions(), _counters, () => Link, () => Effective, _time);
    }

    [Fact]
    public void For_all_news_says_hello_first_and_each_once()
    {
        string[] types = [.. _texts.For(PendingNotifications.Stats | PendingNotifications.Camera | PendingNotifications.Config | PendingNotifications.Hello).Select(message => message.Type)];
        Assert.Equal(["hello", "config", "camera", "stats"], types);
        Assert.Empty(_texts.For(PendingNotifications.None));
    }

    [Fact]
    public void Hello_says_what_the_camera_delivers_and_what_is_allowed()
    {
        FrameCapture.TryPublish(_camera, new PaintedReader(), _camera.Connect(null));

        var hello = Assert.IsType<ServerMessage.Hello>(Assert.Single(_texts.For(PendingNotifications.Hello)));

        Assert.Equal(("id", "front", CameraState.Live, 64, 48), (hello.Session, hello.Camera, hello.State, hello.Width, hello.Height));
        Assert.Equal(new Limits(30, 4096, 10), hello.Limits);
        _camera.Close();
    }

    [Fact]
    public void Camera_says_why_it_is_lost()
    {
        _camera.SetStatus(CameraState.Lost, Faults.Of("unplugged"), DateTimeOffset.UnixEpoch.AddSeconds(2));
        Assert.Equal(new ServerMessage.CameraChange("front", CameraState.Lost, "unplugged", 2_000_000), Assert.Single(_texts.For(PendingNotifications.Camera)));
    }

    [Fact]
    public void Stats_are_those_since_the_last_time()
    {
        Send(30, 5000);
        _time.Advance(TimeSpan.FromSeconds(1));
        ServerMessage.Stats first = Stats();
        Assert.Equal((30.0, 1200.0, 30L), (first.Fps, first.BitrateKbps, first.Sent));

        Send(15, 10_000);
        _time.Advance(TimeSpan.FromSeconds(2));
        ServerMessage.Stats second = Stats();
        Assert.Equal((7.5, 600.0, 45L), (second.Fps, second.BitrateKbps, second.Sent));
        Assert.Equal((16, 80, 4.0), (second.Width, second.Quality, second.EncodeMs));
        Assert.Equal(Link, new(second.RoundTripMs, second.QueueingMs, second.DeliveryKbps, second.AgeMs, second.Limit));
        Assert.Equal(15, second.Rate);
    }

    [Fact]
    public void Stats_asked_for_twice_at_once_divide_by_nothing()
    {
        Stats();
        Assert.Equal((0.0, 0.0), (Stats().Fps, Stats().BitrateKbps));
    }

    private ServerMessage.Stats Stats() => Assert.IsType<ServerMessage.Stats>(Assert.Single(_texts.For(PendingNotifications.Stats)));

    private void Send(int frames, int bytes)
    {
        for (int i = 0; i < frames; i++)
        {
            EncodedFrame frame = TestFrames.Encoded(i + 1, bytes, TimeSpan.FromMilliseconds(4));
            _counters.Sent(frame);
            frame.Release();
        }
    }
}
