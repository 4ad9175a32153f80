using VideoStream.Cameras.Sources.Nats;

namespace VideoStream.Status;

/// <summary>The service that publishes a camera that is relayed here.</summary>
/// <param name="State">The camera's state there.</param>
/// <param name="ClockOffsetMs">How far the clock that its capture times are by is ahead of this one, in milliseconds.</param>
/// <param name="Variants">Variants that are asked for there, and published.</param>
/// <param name="Frames">Frames that came, over all variants.</param>
internal sealed record RelayedInfo(Cameras.CameraState? State, double? ClockOffsetMs, int Variants, long Frames)
{
    public static RelayedInfo Of(Upstream upstream) => new(
        upstream.State?.State,
        upstream.State is null ? null : Math.Round(upstream.ClockOffset.TotalMilliseconds, 3),
        upstream.Variants,
        upstream.Frames);
}
