using System.Text.Json;
using VideoStream.Adaptation;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Protocol;

namespace VideoStream.Sessions;

/// <summary>Puts a session's news into words.</summary>
internal sealed class SessionTexts(
    string id, Camera camera, VideoStreamOptions options, SessionCounters counters, Func<LinkReport> link, Func<Settings> settings, TimeProvider time)
{
    private long _statsAt = time.GetTimestamp();
    private long _pictures;
    private long _bytes;

    public static byte[] Serialize(ServerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), ProtocolJson.Default);

    /// <summary>The messages for some news, in the order in which they are to be sent.</summary>
    public IEnumerable<ServerMessage> For(News news)
    {
        if (news.HasFlag(News.Hello))
            yield return Hello();
        if (news.HasFlag(News.Config))
            yield return settings().ToMessage();
        if (news.HasFlag(News.Camera))
            yield return CameraChange(camera.Status);
        if (news.HasFlag(News.Stats))
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
        long pictures = counters.Pictures, bytes = counters.Bytes;
        LinkReport known = link();
        Settings effective = settings();
        var stats = new ServerMessage.Stats(
            Fps: Math.Round((pictures - _pictures) / seconds, 1),
            BitrateKbps: Math.Round((bytes - _bytes) * 8 / seconds / 1000),
            Sent: pictures,
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
        (_statsAt, _pictures, _bytes) = (now, pictures, bytes);
        return stats;
    }
}
