using VideoStream.Adaptation;
using VideoStream.Protocol;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary>One socket.</summary>
internal sealed record SessionInfo(
    string Session,
    string Camera,
    string Remote,
    long Sent,
    long Skipped,
    long Bytes,
    double? RoundTripMs,
    double? QueueingMs,
    double? DeliveryKbps,
    double? AgeMs,
    LimitedBy Limit,
    Settings Settings)
{
    public static SessionInfo Of(ClientSession session)
    {
        LinkReport link = session.Link;
        return new(
            session.Id,
            session.Camera.Name,
            session.Remote,
            session.Counters.Pictures,
            session.Counters.Skipped,
            session.Counters.Bytes,
            link.RoundTripMs,
            link.QueueingMs,
            link.DeliveryKbps,
            link.AgeMs,
            link.Limit,
            session.Effective());
    }
}
