using VideoStream.Transports.Tcp;
using VideoStream.Viewers;

namespace VideoStream.Transports.Mjpeg;

/// <summary><c>/video_feed</c>: MJPEG over HTTP (<c>multipart/x-mixed-replace</c>), for <c>&lt;img&gt;</c> and for programs.</summary>
internal sealed class MjpegEndpoint(StreamRequestReader requests, ViewerRegistry viewers)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!requests.TryRead(context, out StreamRequest? request, out var error))
            return Problems.BadParameter(error);
        request = request.AsJpeg();
        if (HttpMethods.IsHead(context.Request.Method))
            return HandleHead(context, request);
        ViewerConnection connection = Connection(context, request);
        if (!viewers.TryAdmit(connection, request.Camera, request.Settings, out Viewer? viewer, out PlaceRefusal? refusal))
            return Problems.NoPlace(context, refusal);
        await viewers.RunAsync(viewer, () => ServeAsync(context, viewer));
        return TypedResults.Empty;
    }

    /// <summary>Answers like <see cref="HandleAsync"/>, without a viewer.</summary>
    private IResult HandleHead(HttpContext context, StreamRequest request)
    {
        if (viewers.Check(context.PageOf(request), context.ClientAddress()) is { } refusal)
            return Problems.NoPlace(context, refusal);
        MjpegSink.SetHeaders(context.Response);
        return TypedResults.Empty;
    }

    private static async Task ServeAsync(HttpContext context, Viewer viewer)
    {
        ConnectionSocket.LimitUnsent(context);
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

    private static ViewerConnection Connection(HttpContext context, StreamRequest request) => new(
        ViewerTransport.Mjpeg,
        context.RemoteEndPoint(),
        new TcpInfo(ConnectionSocket.Of(context)),
        GivesReceipts: false,
        WritesDirectly: ConnectionSocket.WriterOf(context) is not null,
        Abort: context.Abort,
        Page: context.PageOf(request))
    {
        Address = context.ClientAddress(),
        Grant = request.Grant,
    };
}
