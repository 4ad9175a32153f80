using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Polls a camera that answers each request with one JPEG.</summary>
/// <param name="client">The connection to the camera. The caller disposes it.</param>
/// <param name="rate">Requests per second.</param>
/// <param name="time">The clock.</param>
/// <param name="first">The body of the response that there is already. This reader disposes it.</param>
internal sealed class HttpPollingReader(HttpCameraClient client, double rate, TimeProvider time, JpegReceiver? first = null) : ICameraReader
{
    private const int MaxPadding = 1024 * 1024;

    private readonly PlaybackClock _clock = new(time);
    private JpegReceiver? _first = first;
    private PooledBuffer? _jpeg;
    private JpegScanner _scanned;

    public string? Damage => _scanned.Excess;

    public SourceResult Open(CancellationToken cancellationToken)
    {
        _clock.Restart();
        return client.EnsureResponse(cancellationToken);
    }

    public SourceResult Grab(CancellationToken cancellationToken)
    {
        DropJpeg();
        _clock.WaitForNext(TimeSpan.FromSeconds(1 / rate), cancellationToken);
        try
        {
            // The response that Open waited for contains the first frame.
            return client.EnsureResponse(cancellationToken) is { IsOk: false } failed ? failed : Receive(cancellationToken);
        }
        catch (InvalidDataException e)
        {
            return new CameraFault(CameraFaultKind.FrameTooLong, client.Url.Display, e.Message);
        }
        catch (Exception e) when (HttpCameraClient.IsConnectionFailure(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new CameraFault(CameraFaultKind.ConnectionLost, client.Url.Display);
        }
        finally
        {
            client.EndResponse();
        }
    }

    public bool Retrieve(FrameContent content, CaptureStamp stamp)
    {
        if (_jpeg is null)
            return false;
        content.Put(new JpegPayload(_jpeg, _scanned));
        _jpeg = null;
        return true;
    }

    public void Close()
    {
        DropJpeg();
        _first?.Dispose();
        _first = null;
        client.EndResponse();
    }

    private SourceResult Receive(CancellationToken cancellationToken)
    {
        // One limit for the whole frame: a camera could send a byte at a time for ever.
        using var timeout = new CancellationTokenSource(HttpCameraClient.ResponseTimeout, time);
        using CancellationTokenRegistration abort =
            timeout.Token.UnsafeRegister(response => ((HttpResponseMessage)response!).Dispose(), client.Response);
        using JpegReceiver received = _first ?? new JpegReceiver(client.ReadBody(cancellationToken));
        _first = null;
        var frames = new JpegFrameReader(received);
        _jpeg = frames.ReadSingle();
        _scanned = frames.Scanned;
        if (_jpeg is not null)
            SkipPadding(received);
        return SourceResult.Ok;
    }

    /// <summary>A connection is reused only if the response was read to its end.</summary>
    private static void SkipPadding(JpegReceiver received)
    {
        long most = received.Position + MaxPadding;
        do
            received.Consume(received.Data.Length);
        while (received.Position < most && received.Fill());
    }

    private void DropJpeg()
    {
        _jpeg?.Release();
        _jpeg = null;
    }
}
