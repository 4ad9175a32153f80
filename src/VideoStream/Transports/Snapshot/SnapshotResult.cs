using VideoStream.Frames;

namespace VideoStream.Transports.Snapshot;

/// <summary>A frame as an HTTP response.</summary>
/// <param name="frame">The frame, which this releases.</param>
internal sealed class SnapshotResult(EncodedFrame frame) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        try
        {
            response.ContentType = "image/jpeg";
            response.ContentLength = frame.Bytes.Length;
            response.Headers.CacheControl = "no-store";
            await response.Body.WriteAsync(frame.Bytes, httpContext.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client is gone. The response may have started, so nothing else can be written.
        }
        finally
        {
            frame.Release();
        }
    }
}
