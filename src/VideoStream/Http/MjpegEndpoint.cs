using System.Globalization;
using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Encoding;
using VideoStream.Sessions;

namespace VideoStream.Http;

/// <summary><c>/video_feed</c>: MJPEG over HTTP (<c>multipart/x-mixed-replace</c>), for <c>&lt;img&gt;</c> and for programs.</summary>
internal sealed partial class MjpegEndpoint(
    FeedRequest requests,
    ConnectionManager connections,
    IOptions<VideoStreamOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MjpegEndpoint> logger)
{
    private const string Boundary = "videostream";

    private static readonly byte[] FirstPart = System.Text.Encoding.ASCII.GetBytes($"--{Boundary}\r\n");
    private static readonly byte[] NextPart = System.Text.Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n");

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
            // The viewer is gone, or the service stops.
        }
        catch (IOException)
        {
            // It takes nothing. What it was sent would else stay with us.
            context.Abort();
        }
        finally
        {
            connections.Leave();
            LogEnded(remote);
        }

        return TypedResults.Empty;
    }

    private async Task StreamAsync(HttpContext context, CameraVariants camera, ViewerSettings settings)
    {
        UnsentLimit.Apply(context);
        context.Response.ContentType = "multipart/x-mixed-replace; boundary=" + Boundary;
        context.Response.Headers.CacheControl = "no-store";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenRegistration abort = stalled.Token.Register(context.Abort);
        using var waiter = new PictureWaiter(camera, new TcpInfo(ConnectionSocket.Of(context)), options.Value, time);
        await context.Response.Body.WriteAsync(FirstPart, stop.Token);
        while (true)
        {
            EncodedPicture picture = await waiter.NextAsync(settings, stop.Token);
            try
            {
                stalled.CancelAfter(TimeSpan.FromSeconds(options.Value.WebSocket.SendTimeout));
                await WritePartAsync(context.Response.Body, picture, stop.Token);
                stalled.CancelAfter(Timeout.InfiniteTimeSpan);
            }
            finally
            {
                picture.Release();
            }
        }
    }

    /// <summary>
    /// The boundary follows each picture instead of leading the next, so that a browser shows a picture when it is there, not one later.
    /// </summary>
    private static async Task WritePartAsync(Stream body, EncodedPicture picture, CancellationToken cancellationToken)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture, $"Content-Type: image/jpeg\r\nContent-Length: {picture.Bytes.Length}\r\n\r\n");
        await body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), cancellationToken);
        await body.WriteAsync(picture.Bytes, cancellationToken);
        await body.WriteAsync(NextPart, cancellationToken);
        await body.FlushAsync(cancellationToken);
    }

    [LoggerMessage(310, LogLevel.Information, "MJPEG viewer from {Remote} watches camera {Camera}")]
    private partial void LogStarted(string remote, string camera);

    [LoggerMessage(311, LogLevel.Information, "MJPEG viewer from {Remote} ended")]
    private partial void LogEnded(string remote);
}
