using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Cameras.Sources.Nats;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Relay;
using VideoStream.Viewers;

namespace VideoStream.Status;

/// <summary><c>/api/v1/status</c> and <c>/api/v1/cameras</c>.</summary>
internal sealed class StatusEndpoints(
    ViewerRegistry viewers,
    VariantRegistry variants,
    AccessKeys keys,
    Uptime uptime,
    IOptions<VideoStreamOptions> options,
    NatsPublisher publisher,
    Upstreams upstreams,
    CameraDiscovery discovery,
    TimeProvider time)
{
    private readonly WallClock _clock = new(time);

    public Ok<StatusResponse> Status() => TypedResults.Ok(new StatusResponse(
        StatusResponse.ServiceVersion,
        Math.Round(uptime.Elapsed.TotalSeconds, 1),
        viewers.Admitted,
        viewers.PlacesTaken,
        options.Value.WebSocket.MaxClients,
        viewers.Refused,
        MemoryInfo.Of(variants.All.Select(set => set.Camera)),
        CameraInfos(AccessGrant.Open),
        [.. viewers.Viewers.Select(ViewerInfo.Of)],
        [.. discovery.States]));

    /// <summary>The cameras that the client may watch.</summary>
    public Ok<CameraInfo[]> Cameras(HttpContext context) => TypedResults.Ok(CameraInfos(keys.GrantOf(context.User)));

    private CameraInfo[] CameraInfos(AccessGrant grant) =>
        [.. variants.All.Where(set => grant.MayWatch(set.Camera.Name)).Select(InfoOf)];

    private CameraInfo InfoOf(VariantSet set) => CameraInfo.Of(set, _clock) with
    {
        Relayed = upstreams.Find(set.Camera) is { } upstream ? RelayedInfo.Of(upstream) : null,
        Published = publisher.Find(set.Camera) is { } published ? PublishedInfo.Of(published.Counts) : null,
    };
}
