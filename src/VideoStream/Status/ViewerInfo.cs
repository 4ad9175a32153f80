using VideoStream.Adaptation;
using VideoStream.Transports.WebSockets;
using VideoStream.Viewers;

namespace VideoStream.Status;

/// <summary>One socket.</summary>
internal sealed record ViewerInfo(
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
    EffectiveSettings Settings)
{
    public static ViewerInfo Of(ClientSession session)
    {
        LinkReport link = session.Link;
        return new(
            session.Id,
            session.Camera.Name,
            session.Remote,
            session.Counters.Frames,
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
