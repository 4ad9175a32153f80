using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.WebSockets;

/// <summary>Makes a viewer's notifications. Used by its send loop alone.</summary>
internal sealed class ServerMessageFactory(Viewer viewer, ClientLimits limits, SettingTable settings, TimeProvider time)
{
    private long _statsAt = time.GetTimestamp();
    private long _frames;
    private long _bytes;

    private double? CameraFps => viewer.Camera.SeenRate is { } rate ? Math.Round(rate, 2) : null;

    /// <summary>The messages of some notifications, in the order in which they are sent.</summary>
    public IEnumerable<ServerMessage> For(PendingNotifications pending)
    {
        if (pending.HasFlag(PendingNotifications.Hello))
            yield return Hello();
        if (pending.HasFlag(PendingNotifications.Config))
            yield return new ServerMessage.Config { Fields = ProtocolJson.ToFields(viewer.Effective) };
        if (pending.HasFlag(PendingNotifications.Camera))
            yield return CameraChange();
        if (pending.HasFlag(PendingNotifications.Stats))
            yield return Stats();
    }

    private ServerMessage.CameraChange CameraChange()
    {
        Camera camera = viewer.Camera;
        CameraStatus status = camera.Status;
        long? nextTry = status.NextTry is { } next ? UnixMicroseconds(next) : null;
        return new(camera.Name, camera.Title, status.State, status.Reason, nextTry);
    }

    /// <summary>The time of a timestamp by the clock that a client knows, as it is now.</summary>
    private long UnixMicroseconds(long timestamp) => viewer.Camera.Clock.UnixMicroseconds
        + (time.GetElapsedTime(time.GetTimestamp(), timestamp).Ticks / TimeSpan.TicksPerMicrosecond);

    private ServerMessage.Hello Hello()
    {
        Camera camera = viewer.Camera;
        return new(
            viewer.Id,
            camera.Name,
            camera.Title,
            camera.Status.State,
            camera.Newest?.Size.Width,
            camera.Newest?.Size.Height,
            CameraFps,
            new Limits(
                Math.Min(limits.FrameRate, viewer.Grant.Caps?.FrameRate ?? limits.FrameRate),
                MessageReceiver.MaxMessageBytes,
                limits.MaxClients),
            viewer.Effective,
            settings.NamesFor(viewer.Grant),
            camera.Video.Problem);
    }

    /// <summary>Whether the last frame was as the camera encoded it. What a relay gets encoded has a bitrate.</summary>
    private static bool IsSource(ViewerCounters counters, EffectiveSettings effective) =>
        counters.Last is { Quality: null, EncodeTime: null } && effective.BitrateKbps is null;

    private ServerMessage.Stats Stats()
    {
        long now = time.GetTimestamp();
        double seconds = Math.Max(0.001, time.GetElapsedTime(_statsAt, now).TotalSeconds);
        ViewerCounters counters = viewer.Counters;
        long frames = counters.Frames, bytes = counters.Bytes;
        LinkReport link = viewer.Link;
        EffectiveSettings effective = viewer.Effective;
        var stats = new ServerMessage.Stats(
            Fps: Math.Round((frames - _frames) / seconds, 1),
            BitrateKbps: Math.Round((bytes - _bytes) * 8 / seconds / 1000),
            Sent: frames,
            Skipped: counters.Skipped,
            Quality: counters.Last?.Quality ?? effective.Quality,
            Width: counters.Last?.Size.Width, Height: counters.Last?.Size.Height,
            Rate: effective.Rate,
            RoundTripMs: link.RoundTripMs,
            QueueingMs: link.QueueingMs,
            DeliveryKbps: link.DeliveryKbps,
            AgeMs: link.AgeMs,
            EncodeMs: counters.Last?.EncodeTime is { } encode ? Math.Round(encode.TotalMilliseconds, 2) : null,
            Source: IsSource(counters, effective),
            Limit: link.Limit,
            Camera: viewer.Camera.Status.State,
            CameraFps: CameraFps, Still: viewer.IsStill, EncoderProblem: viewer.EncoderProblem, VideoProblem: viewer.Camera.Video.Problem,
            Codec: counters.Last is { } last ? CodecValue.NameOf(last.Codec) : effective.Codec);
        (_statsAt, _frames, _bytes) = (now, frames, bytes);
        return stats;
    }
}
