using VideoStream.Adaptation;
using VideoStream.Viewers;
using VideoStream.Viewers.Settings;

namespace VideoStream.Status;

/// <summary>One viewer. A value that is not known is null.</summary>
/// <param name="Id">Its short random name, also in the log and in <c>hello</c>.</param>
/// <param name="Transport">Its protocol.</param>
/// <param name="Camera">The camera that it watches.</param>
/// <param name="Remote">Its address and port.</param>
/// <param name="Sent">Frames sent.</param>
/// <param name="Skipped">Frames that were due and that it could not take in time.</param>
/// <param name="Bytes">Bytes of the frames sent.</param>
/// <param name="RoundTripMs">Milliseconds from sending a frame to its acknowledgement, smoothed.</param>
/// <param name="QueueingMs">The part of the round trip above the link's base delay, in milliseconds, smoothed.</param>
/// <param name="DeliveryKbps">Delivery rate of the link while it is busy, in kbit/s.</param>
/// <param name="AgeMs">Milliseconds from the capture of a frame to its arrival, smoothed.</param>
/// <param name="Limit">What keeps the viewer from getting more.</param>
/// <param name="Settings">Its settings in effect.</param>
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
