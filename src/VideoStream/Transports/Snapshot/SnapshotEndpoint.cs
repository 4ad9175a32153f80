using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VideoStream.Cameras;
using VideoStream.Configuration;
using VideoStream.Frames;

namespace VideoStream.Transports.Snapshot;

/// <summary>
/// <c>/snapshot.jpg</c>: the newest frame of a camera that is live. One that nobody watches is opened for it. With <c>?stale=ok</c> also the
/// frame that viewers see while the camera isn't live.
/// </summary>
internal sealed class SnapshotEndpoint(
    StreamRequest requests, SnapshotLimit limit, IOptions<VideoStreamOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan FirstFrameTimeout = TimeSpan.FromSeconds(5);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var (camera, settings, error) = requests.Read(context.Request.Query);
        if (error is not null)
            return Problems.BadParameter(error);

        bool staleWillDo = context.Request.Query["stale"] == "ok";
        using var timeout = new CancellationTokenSource(FirstFrameTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            using RateLimitLease turn = await limit.EnterAsync(camera!.Camera, either.Token);
            if (!turn.IsAcquired)
                return Problems.Unavailable("Too many snapshots", "Too many snapshots of this camera are waiting to be made");
            // One frame: whatever the connection is like, it goes at once and as asked for.
            using var waiter = new FrameWaiter(camera, options.Value, time, either.Token);
            while (true)
            {
                EncodedFrame frame = await waiter.NextAsync(settings with { Adaptive = false });
                try
                {
                    if (frame.Live || staleWillDo)
                        return await SendAsync(context, frame);
                }
                finally
                {
                    frame.Release();
                }

                // A placeholder: it is being opened, for which we wait a bit, or something is wrong.
                if (camera.Camera.Status.Reason is not null)
                    return NoFrame(camera.Camera);
            }
        }
        catch (OperationCanceledException)
        {
            return NoFrame(camera!.Camera);
        }
    }

    private static async Task<IResult> SendAsync(HttpContext context, EncodedFrame frame)
    {
        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = frame.Bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await context.Response.Body.WriteAsync(frame.Bytes, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client is gone. The response may have started, so nothing else can be written.
        }

        return TypedResults.Empty;
    }

    private static IResult NoFrame(Camera camera) => Problems.Unavailable(
        "No picture",
        $"Camera {camera.Name} has no picture: {camera.Status.Reason ?? "it has not delivered one yet"}");
}
