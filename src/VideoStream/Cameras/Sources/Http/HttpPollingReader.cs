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
    // A camera that is busy answers 503 now and then. Several in a row are a fault.
    private const int MaxFailedPolls = 3;

    private static readonly TimeSpan FailedPollWait = TimeSpan.FromSeconds(0.5);

    private readonly PlaybackClock _clock = new(time);
    private bool _hasDelivered;
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
        var interval = TimeSpan.FromSeconds(1 / rate);
        for (int failed = 0; ; failed++)
        {
            _clock.WaitForNext(failed == 0 || interval > FailedPollWait ? interval : FailedPollWait, cancellationToken);
            SourceResult result = Poll(cancellationToken);
            _hasDelivered |= _jpeg is not null;
            if (result.IsOk || !_hasDelivered || failed + 1 == MaxFailedPolls || !HttpFaults.IsPassing(result.Fault))
                return result;
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

    private SourceResult Poll(CancellationToken cancellationToken)
    {
        try
        {
            // The response that Open waited for contains the first frame.
            return client.EnsureResponse(cancellationToken) is { IsOk: false } failed ? failed : Receive();
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

    private SourceResult Receive()
    {
        // One limit for the whole frame: a camera could send a byte at a time for ever.
        using var timeout = new CancellationTokenSource(HttpCameraClient.ResponseTimeout, time);
        using CancellationTokenRegistration abort =
            timeout.Token.UnsafeRegister(response => ((CameraResponse)response!).Abort(), client.Response);
        using JpegReceiver received = _first ?? new JpegReceiver(client.Response!.Body);
        _first = null;
        var frames = new JpegFrameReader(received);
        _jpeg = frames.ReadSingle();
        _scanned = frames.Scanned;
        return SourceResult.Ok;
    }

    private void DropJpeg()
    {
        _jpeg?.Release();
        _jpeg = null;
    }
}
