using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// A camera that is reached over HTTP. Opens the URL and picks the reader by what the camera answers: MJPEG, single JPEGs that are
/// polled, or ffmpeg for everything else.
/// </summary>
/// <param name="client">The connection to the camera, which this closes.</param>
/// <param name="rate">How often a camera that sends single JPEGs is polled, in frames a second.</param>
/// <param name="time">The clock.</param>
/// <param name="ffmpeg">Makes the reader for everything else; its argument says whether to read at the video's own rate.</param>
internal sealed class HttpSource(HttpCameraClient client, double rate, TimeProvider time, Func<bool, ICameraReader> ffmpeg) : ICameraReader
{
    private ICameraReader? _reader;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (client.EnsureResponse(cancellationToken) is { IsOk: false } failed)
            return failed;
        string type = client.Response!.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        if (type is "text/html" or "text/plain" or "application/json")
            return new CameraFault(CameraFaultKind.NotAFrame, client.Url.Display, type);
        _reader = Pick(type);
        return _reader.Open(cancellationToken);
    }

    public SourceResult Grab(CancellationToken cancellationToken) => _reader!.Grab(cancellationToken);

    public bool Retrieve(FrameContent content, CaptureStamp stamp) => _reader!.Retrieve(content, stamp);

    public void Close()
    {
        _reader?.Close();
        client.Dispose();
    }

    private ICameraReader Pick(string type)
    {
        if (type.StartsWith("multipart/", StringComparison.Ordinal))
            return new HttpMjpegReader(client);
        if (type == "image/jpeg")
            return new HttpPollingReader(client, rate, time);
        // An answer with a length is a file or a playlist, of which ffmpeg gets many frames at once.
        bool isPaced = client.Response!.Content.Headers.ContentLength is not null;
        client.EndResponse();
        return ffmpeg(isPaced);
    }
}
