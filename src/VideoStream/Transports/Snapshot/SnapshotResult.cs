using VideoStream.Frames;

namespace VideoStream.Transports.Snapshot;

/// <summary>A frame as an HTTP response.</summary>
/// <param name="frame">The frame, which this releases.</param>
/// <param name="sends">Bounds the sends.</param>
internal sealed class SnapshotResult(EncodedFrame frame, SnapshotSends sends) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        try
        {
            response.ContentType = "image/jpeg";
            response.ContentLength = frame.Bytes.Length;
            response.Headers.CacheControl = "no-store";
            await sends.RunAsync(
                async () => await response.Body.WriteAsync(frame.Bytes, httpContext.RequestAborted),
                cut: httpContext.Abort);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client is gone, or was cut. The response may have started, so nothing else can be written.
        }
        finally
        {
            frame.Release();
        }
    }
}
