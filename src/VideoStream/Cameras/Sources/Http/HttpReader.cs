using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads a camera over HTTP. The type of the response selects the reader: one for MJPEG, one that polls single JPEGs, and ffmpeg for
/// everything else.
/// </summary>
/// <param name="client">The connection to the camera. This reader disposes it.</param>
/// <param name="rate">How often a camera that sends single JPEGs is polled, in frames per second.</param>
/// <param name="time">The clock.</param>
/// <param name="ffmpeg">Makes the ffmpeg reader. The argument says whether to read at the video's own rate.</param>
internal sealed class HttpReader(HttpCameraClient client, double rate, TimeProvider time, Func<bool, ICameraReader> ffmpeg) : ICameraReader
{
    private ICameraReader? _reader;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (client.EnsureResponse(cancellationToken) is { IsOk: false } failed)
            return failed;
        string type = (client.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        if (type is "text/html" or "text/plain" or "application/json")
            return new CameraFault(CameraFaultKind.NotAFrame, client.Url.Display, type);
        _reader = SelectReader(type);
        return _reader.Open(cancellationToken);
    }

    public SourceResult Grab(CancellationToken cancellationToken) => _reader!.Grab(cancellationToken);

    public bool Retrieve(FrameContent content, CaptureStamp stamp) => _reader!.Retrieve(content, stamp);

    public void Close()
    {
        _reader?.Close();
        client.Dispose();
    }

    private ICameraReader SelectReader(string type)
    {
        if (type.StartsWith("multipart/", StringComparison.Ordinal))
            return new HttpMjpegReader(client);
        if (type == "image/jpeg")
            return new HttpPollingReader(client, rate, time);
        // A response with a length is a file or a playlist. It delivers faster than real time.
        bool isPaced = client.ContentLength is not null;
        client.Disconnect();
        return ffmpeg(isPaced);
    }
}
