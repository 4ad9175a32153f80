using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.Mjpeg;

/// <summary><c>/video_feed</c>: MJPEG over HTTP (<c>multipart/x-mixed-replace</c>), for <c>&lt;img&gt;</c> and for programs.</summary>
internal sealed partial class MjpegEndpoint(
    StreamRequest requests,
    ViewerRegistry connections,
    IOptions<VideoStreamOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MjpegEndpoint> logger)
{
    /// <summary>For how long a frame that is being sent may keep the service from stopping.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1.5);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var (camera, settings, error) = requests.Read(context.Request.Query);
        if (error is not null)
            return Problems.BadParameter(error);
        if (!connections.TryEnter())
            return Problems.Unavailable("Too many clients", $"{options.Value.WebSocket.MaxClients} clients are being served, which is the limit");
        string remote = $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}";
        LogStarted(remote, camera!.Camera.Name);
        try
        {
            await StreamAsync(context, camera, settings);
        }
        catch (OperationCanceledException)
        {
            // The viewer is gone or was cut, or the service stops.
        }
        catch (IOException)
        {
            // The connection failed. What it was sent would else stay with us.
            context.Abort();
        }
        finally
        {
            connections.Leave();
            LogEnded(remote);
        }

        return TypedResults.Empty;
    }

    private async Task StreamAsync(HttpContext context, VariantSet camera, ViewerSettings settings)
    {
        UnsentLimit.Apply(context);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenRegistration abort = cut.Token.Register(context.Abort);
        // No part is left half written, or the web server would end the response in the middle of it.
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(() => cut.CancelAfter(StopTimeout));
        var parts = new MjpegParts(context);
        await parts.BeginAsync(stop.Token);
        using var sender = new PartSender(parts, settings, camera, ConnectionSocket.Of(context), options.Value, time, cut, stop.Token);
        await connections.RunAsync(sender);
    }

    [LoggerMessage(310, LogLevel.Information, "MJPEG viewer from {Remote} watches camera {Camera}")]
    private partial void LogStarted(string remote, string camera);

    [LoggerMessage(311, LogLevel.Information, "MJPEG viewer from {Remote} ended")]
    private partial void LogEnded(string remote);
}
