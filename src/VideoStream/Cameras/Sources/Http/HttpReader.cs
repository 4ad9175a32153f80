using VideoStream.Frames;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads a camera over HTTP. What its response is selects the reader: one for MJPEG, one that polls single JPEGs, one for HLS playlists,
/// and ffmpeg for everything else. The response that shows this is also the one that is read, unless it only refers to the video.
/// </summary>
/// <param name="client">The connection to the camera. This reader disposes it.</param>
/// <param name="rate">How often a camera that sends single JPEGs is polled, in frames per second.</param>
/// <param name="time">The clock.</param>
/// <param name="watch">Watches an HLS playlist from one connection to the next.</param>
/// <param name="playlist">Makes the reader of an HLS playlist, which asks for it again.</param>
/// <param name="ffmpeg">
/// Makes the ffmpeg reader. The arguments say whether to read at the video's own rate, and what to read; null for the camera's address.
/// </param>
internal sealed class HttpReader(
    HttpCameraClient client,
    double rate,
    TimeProvider time,
    PlaylistWatch watch,
    Func<ICameraReader> playlist,
    Func<bool, OpenBody?, ICameraReader> ffmpeg)
    : ICameraReader
{
    /// <summary>A longer playlist is not watched.</summary>
    private const int MaxPlaylistBytes = 1024 * 1024;

    private volatile ICameraReader? _reader;
    private JpegReceiver? _received;

    public string? Damage => _reader?.Damage;

    public string? Hindrance => _reader?.Hindrance;

    public string? VideoProblem => _reader?.VideoProblem;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        if (client.EnsureResponse(cancellationToken) is { IsOk: false } failed)
            return failed;
        if (client.Response!.Head.First("Content-Encoding") is { Length: > 0 } encoding and not "identity")
            return new CameraFault(CameraFaultKind.BrokenStream, client.Url.Display, $"compressed ({encoding}), which was not asked for");
        _received = new JpegReceiver(client.Response!.Body);
        try
        {
            CameraBody body = CameraBody.Read(client.ContentType, _received);
            if (body.Kind == CameraBodyKind.Text)
                return new CameraFault(CameraFaultKind.NotAFrame, client.Url.Display, body.Media);
            if (SelectReader(body, _received, cancellationToken) is not { } reader)
                return new CameraFault(CameraFaultKind.PlaylistStopped, client.Url.Display);
            _reader = reader;
        }
        catch (InvalidDataException e)
        {
            return new CameraFault(CameraFaultKind.BrokenStream, client.Url.Display, e.Message);
        }
        catch (Exception e) when (HttpCameraClient.IsConnectionFailure(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CameraFault(CameraFaultKind.ConnectionLost, client.Url.Display);
        }

        return _reader.Open(cancellationToken);
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        SourceResult result = _reader!.Grab(cancellationToken);
        if (result.IsOk || _reader is not HttpMjpegReader { IsSingleJpeg: true })
            return result;
        // The body was not a stream of JPEGs but one. Its end is known only now, because it had no length.
        _reader.Close();
        _reader = new HttpPollingReader(client, rate, time);
        return _reader.Open(cancellationToken) is { IsOk: false } failed ? failed : _reader.Grab(cancellationToken);
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp) => _reader!.Retrieve(content, stamp);

    public void Close()
    {
        _reader?.Close();
        _received?.Dispose();
        client.Dispose();
    }

    /// <returns>Null for a playlist that has stopped.</returns>
    private ICameraReader? SelectReader(CameraBody body, JpegReceiver received, CancellationToken cancellationToken)
    {
        bool isJpeg = body.Kind == CameraBodyKind.Jpeg;
        if (body.Kind == CameraBodyKind.Multipart || (isJpeg && client.ContentLength is null))
            return new HttpMjpegReader(client, received, body.Boundary, isJpeg);
        if (isJpeg)
            return new HttpPollingReader(client, rate, time, received);
        return OpenBody.IsHls(body.Media, received) ? SelectPlaylist(received, cancellationToken) : SelectFfmpeg(body, received);
    }

    private ICameraReader? SelectPlaylist(JpegReceiver received, CancellationToken cancellationToken)
    {
        byte[] text = ReadPlaylist(received);
        received.Dispose();
        // A list of playlists does not change when the camera stops.
        if (PlaylistWatch.FindVariant(text) is { } variant)
            text = ReadVariant(variant, cancellationToken);
        bool hasStopped = text.Length > 0 && watch.HasStopped(text);
        client.Disconnect();
        return hasStopped ? null : playlist();
    }

    private byte[] ReadVariant(string reference, CancellationToken cancellationToken)
    {
        // ffmpeg has no words for what is no address, and follows what leads to itself for ever.
        if (!client.CanFollow(reference))
            throw new InvalidDataException("a list of playlists that leads to what is no address, or out of HTTP, or from https to http");
        byte[] text = client.TryFollow(reference, cancellationToken) ? ReadVariant(cancellationToken) : [];
        return PlaylistWatch.FindVariant(text) is null
            ? text
            : throw new InvalidDataException("a list of playlists that leads to another list");
    }

    private byte[] ReadVariant(CancellationToken cancellationToken)
    {
        using var received = new JpegReceiver(client.Response!.Body);
        try
        {
            return ReadPlaylist(received);
        }
        catch (Exception e) when (e is InvalidDataException || HttpCameraClient.IsConnectionFailure(e))
        {
            // Only the watch fails: ffmpeg may read what follows.
            cancellationToken.ThrowIfCancellationRequested();
            return [];
        }
    }

    /// <summary>Reads a playlist to its end; empty if it is too long.</summary>
    private static byte[] ReadPlaylist(JpegReceiver received)
    {
        while (received.Data.Length <= MaxPlaylistBytes && received.Fill())
        {
        }

        return received.Data.Length <= MaxPlaylistBytes ? received.Data.ToArray() : [];
    }

    private ICameraReader SelectFfmpeg(CameraBody body, JpegReceiver received)
    {
        // A response with a length is a file or a playlist. It delivers faster than real time.
        bool isPaced = client.ContentLength is not null;
        OpenBody? open = OpenBody.IsEnough(body.Media, isPaced, received)
            ? new OpenBody(client.Response!, received.Data.ToArray())
            : null;
        received.Dispose();
        if (open is null)
            client.Disconnect();
        return ffmpeg(isPaced, open);
    }
}
