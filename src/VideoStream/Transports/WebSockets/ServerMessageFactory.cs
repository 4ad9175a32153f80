using System.Text.Json;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Transports.WebSockets.Protocol;
using VideoStream.Viewers;

namespace VideoStream.Transports.WebSockets;

/// <summary>Puts a session's notifications into words.</summary>
internal sealed class ServerMessageFactory(
    string id, Camera camera, VideoStreamOptions options, ViewerCounters counters, Func<LinkReport> link, Func<EffectiveSettings> settings, TimeProvider time)
{
    private long _statsAt = time.GetTimestamp();
    private long _frames;
    private long _bytes;

    public static byte[] Serialize(ServerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), ProtocolJson.Default);

    /// <summary>The messages for some notifications, in the order in which they are to be sent.</summary>
    public IEnumerable<ServerMessage> For(PendingNotifications notifications)
    {
        if (notifications.HasFlag(PendingNotifications.Hello))
            yield return Hello();
        if (notifications.HasFlag(PendingNotifications.Config))
            yield return settings().ToMessage();
        if (notifications.HasFlag(PendingNotifications.Camera))
            yield return CameraChange(camera.Status);
        if (notifications.HasFlag(PendingNotifications.Stats))
            yield return Stats();
    }

    private ServerMessage.Hello Hello()
    {
        var limits = new Limits(options.WebSocket.FrameRate, SessionReceiver.MaxMessageBytes, options.WebSocket.MaxClients);
        return new(id, camera.Name, camera.Status.State, camera.Newest?.Size.Width, camera.Newest?.Size.Height, limits, settings());
    }

    private ServerMessage.CameraChange CameraChange(CameraStatus status) =>
        new(camera.Name, status.State, status.Reason, status.NextTry is { } next ? (next - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : null);

    private ServerMessage.Stats Stats()
    {
        long now = time.GetTimestamp();
        double seconds = Math.Max(0.001, time.GetElapsedTime(_statsAt, now).TotalSeconds);
        long frames = counters.Frames, bytes = counters.Bytes;
        LinkReport known = link();
        EffectiveSettings effective = settings();
        var stats = new ServerMessage.Stats(
            Fps: Math.Round((frames - _frames) / seconds, 1),
            BitrateKbps: Math.Round((bytes - _bytes) * 8 / seconds / 1000),
            Sent: frames,
            Skipped: counters.Skipped,
            Quality: counters.Last?.Quality ?? effective.Quality,
            Width: counters.Last?.Size.Width,
            Height: counters.Last?.Size.Height,
            Rate: effective.Rate,
            RoundTripMs: known.RoundTripMs,
            QueueingMs: known.QueueingMs,
            DeliveryKbps: known.DeliveryKbps,
            AgeMs: known.AgeMs,
            EncodeMs: counters.Last?.EncodeTime is { } encode ? Math.Round(encode.TotalMilliseconds, 2) : null,
            Source: counters.Last is { Quality: null },
            Limit: known.Limit,
            Camera: camera.Status.State);
        (_statsAt, _frames, _bytes) = (now, frames, bytes);
        return stats;
    }
}
