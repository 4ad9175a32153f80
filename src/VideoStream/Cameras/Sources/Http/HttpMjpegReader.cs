using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Reads a camera that sends MJPEG (<c>multipart/x-mixed-replace</c>) over HTTP.</summary>
/// <param name="client">The connection to the camera. The caller disposes it.</param>
internal sealed class HttpMjpegReader(HttpCameraClient client) : ICameraReader
{
    private MultipartJpegReader? _parts;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (client.EnsureResponse(cancellationToken) is { IsOk: false } failed)
            return failed;
        _parts = new MultipartJpegReader(client.Response!.Body, Boundary(client.ContentType ?? ""), client.Url.Display);
        return SourceResult.Ok;
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        try
        {
            return _parts!.ReadNext();
        }
        catch (Exception e) when (HttpCameraClient.IsConnectionFailure(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CameraFault(CameraFaultKind.ConnectionLost, client.Url.Display);
        }
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (!_parts!.TryDetachFrame(out PooledBuffer? jpeg))
            return false;
        content.Put(new JpegPayload(jpeg, _parts.Scanned));
        return true;
    }

    public void Close()
    {
        _parts?.Dispose();
        _parts = null;
        client.EndResponse();
    }

    private static string? Boundary(string contentType) => contentType
        .Split(';', StringSplitOptions.TrimEntries)
        .FirstOrDefault(parameter => parameter.StartsWith("boundary=", StringComparison.OrdinalIgnoreCase))?["boundary=".Length..];
}
