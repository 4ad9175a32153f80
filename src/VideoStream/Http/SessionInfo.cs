using VideoStream.Protocol;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>One socket.</summary>
internal sealed record SessionInfo(
    string Session, string Camera, string Remote, long Sent, long Skipped, long Bytes, double? RoundTripMs, Settings Settings)
{
    public static SessionInfo Of(ClientSession session) => new(
        session.Id,
        session.Camera.Name,
        session.Remote,
        session.Counters.Pictures,
        session.Counters.Skipped,
        session.Counters.Bytes,
        session.Counters.RoundTripMs is { } ms ? Math.Round(ms, 1) : null,
        session.Effective());
}
