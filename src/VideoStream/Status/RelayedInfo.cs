using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Status;

/// <summary>The service that publishes a camera that is relayed here.</summary>
/// <param name="State">The camera's state there.</param>
/// <param name="ClockOffsetMs">How far the clock there is ahead of this one, in milliseconds.</param>
internal sealed record RelayedInfo(Cameras.CameraState? State, double? ClockOffsetMs)
{
    public static RelayedInfo Of(Upstream upstream) => new(
        upstream.State?.State,
        upstream.State is null ? null : Math.Round(upstream.ClockOffset.TotalMilliseconds, 3));
}
