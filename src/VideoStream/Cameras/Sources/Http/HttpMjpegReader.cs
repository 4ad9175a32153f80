using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Reads a camera that sends MJPEG (<c>multipart/x-mixed-replace</c>), or JPEGs in a row, over HTTP.</summary>
/// <param name="client">The connection to the camera, with a response. The caller disposes it.</param>
/// <param name="received">The body of the response. This reader disposes it.</param>
/// <param name="boundary">The boundary parameter of the content type; null if there is none.</param>
/// <param name="isJpeg">Whether the body begins with a JPEG and not with a part. It may be the only one.</param>
internal sealed class HttpMjpegReader(HttpCameraClient client, JpegReceiver received, string? boundary, bool isJpeg) : ICameraReader
{
    private readonly MultipartJpegReader _parts = new(received, boundary, client.Url.Display);
    private bool _hasEnded;

    /// <summary>Whether the body has ended, and was one JPEG.</summary>
    public bool IsSingleJpeg => isJpeg && _hasEnded && _parts.Good <= 1;

    public string? Damage => _parts.Damage;

    public SourceResult Open(CancellationToken cancellationToken) => SourceResult.Ok;

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        try
        {
            SourceResult result = _parts.ReadNext();
            _hasEnded = result.Fault?.Kind == CameraFaultKind.EndOfStream;
            return result;
        }
        catch (Exception e) when (HttpCameraClient.IsConnectionFailure(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CameraFault(CameraFaultKind.ConnectionLost, client.Url.Display);
        }
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (!_parts.TryDetachFrame(out PooledBuffer? jpeg))
            return false;
        content.Put(new JpegPayload(jpeg, _parts.Scanned));
        return true;
    }

    public void Close()
    {
        _parts.Dispose();
        client.EndResponse();
    }
}
