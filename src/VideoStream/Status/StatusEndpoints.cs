using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Viewers;

namespace VideoStream.Status;

/// <summary><c>/api/v1/status</c> and <c>/api/v1/cameras</c>.</summary>
internal sealed class StatusEndpoints(
    ViewerRegistry viewers, VariantRegistry variants, Uptime uptime, IOptions<VideoStreamOptions> options, TimeProvider time)
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
        CameraInfos(),
        [.. viewers.Viewers.Select(ViewerInfo.Of)]));

    public Ok<CameraInfo[]> Cameras() => TypedResults.Ok(CameraInfos());

    private CameraInfo[] CameraInfos() => [.. variants.All.Select(camera => CameraInfo.Of(camera, _clock))];
}
