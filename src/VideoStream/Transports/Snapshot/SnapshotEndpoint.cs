using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using VideoStream.Access;
using VideoStream.Cameras;
using VideoStream.Frames;
using VideoStream.Viewers.Settings;

namespace VideoStream.Transports.Snapshot;

/// <summary>
/// <c>/snapshot.jpg</c>: the newest frame of a camera that is live. It opens an idle camera. With <c>?stale=ok</c> it also answers with the
/// placeholder of a camera that is not live.
/// </summary>
internal sealed class SnapshotEndpoint(
    StreamRequestReader requests,
    SnapshotLimit limit,
    SnapshotSends sends,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    RefusalCounts? refusals = null)
{
    /// <summary>The parameter that accepts a placeholder.</summary>
    public const string StaleParameter = "stale";

    private const string Ok = "ok";

    private static readonly TimeSpan FirstFrameTimeout = TimeSpan.FromSeconds(5);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!requests.TryRead(context, out StreamRequest? request, out var error))
            return Problems.BadParameter(error);
        if (!TryReadStale(context.Request.Query, out bool acceptsStale, out error))
            return Problems.BadParameter(error);

        Camera camera = request.Camera.Camera;
        using var timeout = new CancellationTokenSource(FirstFrameTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            // The turn is for making the snapshot. Sending it may take a slow client far longer.
            using RateLimitLease turn = await limit.EnterAsync(camera, either.Token);
            if (!turn.IsAcquired)
                return Refuse(context);
            using var reader = new SnapshotReader(request.Camera, request.AsJpeg().Settings, time);
            EncodedFrame? frame = await TryReadAsync(reader, acceptsStale, either.Token);
            return frame is null ? NoFrame(camera, reader.Problem) : new SnapshotResult(frame, sends);
        }
        catch (OperationCanceledException)
        {
            return NoFrame(camera);
        }
    }

    private static async ValueTask<EncodedFrame?> TryReadAsync(
        SnapshotReader reader, bool acceptsStale, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(acceptsStale, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static bool TryReadStale(IQueryCollection query, out bool accepts, [NotNullWhen(false)] out SettingError? error)
    {
        bool isNamed = query.TryGetValue(StaleParameter, out var text);
        accepts = isNamed && text == Ok;
        error = accepts == isNamed ? null : SettingError.WrongType(StaleParameter, Ok);
        return error is null;
    }

    private IResult Refuse(HttpContext context)
    {
        refusals?.Add(RefusalCause.TooManySnapshots);
        return Problems.Busy(context, "Too many snapshots", "Too many snapshots of this camera are waiting to be made");
    }

    /// <param name="camera">The camera.</param>
    /// <param name="problem">Why the picture can't be made, though the camera delivers; null if nothing is known.</param>
    private static IResult NoFrame(Camera camera, string? problem = null) => Problems.Unavailable(
        "No picture",
        $"Camera {camera.Name} has no picture: {camera.Status.Reason ?? problem ?? "it has not delivered one yet"}");
}
