using VideoStream.Adaptation;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Status;

/// <summary>One viewer.</summary>
internal sealed record ViewerInfo(
    string Id,
    ViewerTransport Transport,
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
    public static ViewerInfo Of(Viewer viewer)
    {
        LinkReport link = viewer.Link;
        return new(
            viewer.Id,
            viewer.Transport,
            viewer.Camera.Name,
            viewer.Remote,
            viewer.Counters.Frames,
            viewer.Counters.Skipped,
            viewer.Counters.Bytes,
            link.RoundTripMs,
            link.QueueingMs,
            link.DeliveryKbps,
            link.AgeMs,
            link.Limit,
            viewer.Effective);
    }
}
