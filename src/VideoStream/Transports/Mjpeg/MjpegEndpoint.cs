using Microsoft.Extensions.Options;
using VideoStream.Configuration;
using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.Mjpeg;

/// <summary><c>/video_feed</c>: MJPEG over HTTP (<c>multipart/x-mixed-replace</c>), for <c>&lt;img&gt;</c> and for programs.</summary>
internal sealed class MjpegEndpoint(StreamRequestReader requests, ViewerRegistry viewers, IOptions<VideoStreamOptions> options)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!requests.TryRead(context.Request.Query, out StreamRequest? request, out var error))
            return Problems.BadParameter(error);
        if (HttpMethods.IsHead(context.Request.Method))
            return HandleHead(context);
        if (!viewers.TryAdmit(Connection(context), request.Camera, request.Settings, out Viewer? viewer))
            return TooManyClients(context);
        await viewers.RunAsync(viewer, () => ServeAsync(context, viewer));
        return TypedResults.Empty;
    }

    /// <summary>Answers like <see cref="HandleAsync"/>, without a viewer.</summary>
    private IResult HandleHead(HttpContext context)
    {
        if (viewers.Admitted >= options.Value.WebSocket.MaxClients)
            return TooManyClients(context);
        MjpegSink.SetHeaders(context.Response);
        return TypedResults.Empty;
    }

    private IResult TooManyClients(HttpContext context) => Problems.Busy(
        context, "Too many clients", $"{options.Value.WebSocket.MaxClients} clients are being served, which is the limit");

    private static async Task ServeAsync(HttpContext context, Viewer viewer)
    {
        UnsentLimit.Apply(context);
        using CancellationTokenRegistration gone = context.RequestAborted.Register(() => viewer.Close(CloseReason.ConnectionLost));
        try
        {
            var sink = new MjpegSink(context);
            await sink.BeginAsync(context.RequestAborted);
            // Ends between two parts: in the middle of one, the web server's end of the response would corrupt it.
            await viewer.SendAsync(sink);
            // A client that does not read would not get the end of the response either.
            if (viewer.CloseReason == CloseReason.SendTimeout)
                viewer.Abort();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The connection failed. The abort frees what the kernel still has of it.
            viewer.Close(CloseReason.ConnectionLost);
            viewer.Abort();
        }
    }

    private static ViewerConnection Connection(HttpContext context) => new(
        ViewerTransport.Mjpeg,
        context.RemoteEndPoint(),
        new TcpInfo(ConnectionSocket.Of(context)),
        GivesReceipts: false,
        WritesDirectly: ConnectionSocket.DirectOf(context) is not null,
        Abort: context.Abort);
}
