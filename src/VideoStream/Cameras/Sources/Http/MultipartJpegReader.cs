using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads the frames of an MJPEG stream (<c>multipart/x-mixed-replace</c>, RFC 2046 section 5.1, as cameras write it). A frame ends where
/// its JPEG ends, so it is complete with its last byte. A general multipart reader sees the end of a part only when the next part begins,
/// which is one frame later.
/// </summary>
internal sealed class MultipartJpegReader : IDisposable
{
    private readonly JpegReceiver _received;
    private readonly PartHeaderReader _headers;
    private readonly string _camera;
    private PooledBuffer? _frame;

    /// <summary>Reads from the body of a response.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">The boundary parameter of the content type.</param>
    /// <param name="camera">The camera's address as faults show it.</param>
    public MultipartJpegReader(Stream body, string? boundary, string camera)
    {
        _camera = camera;
        _received = new JpegReceiver(body);
        _headers = new PartHeaderReader(_received, boundary);
    }

    /// <summary>The result of scanning the last frame.</summary>
    public JpegScanner Scanned { get; private set; }

    /// <summary>Blocks until the next part has arrived.</summary>
    /// <returns>OK if there was a part, even a damaged one.</returns>
    /// <exception cref="IOException">The connection failed.</exception>
    public SourceResult ReadNext()
    {
        _frame?.Release();
        _frame = null;
        try
        {
            ReadFrame(_headers.ReadNext());
            return SourceResult.Ok;
        }
        catch (InvalidDataException e)
        {
            return new CameraFault(CameraFaultKind.BrokenStream, _camera, e.Message);
        }
        catch (EndOfStreamException)
        {
            return new CameraFault(CameraFaultKind.EndOfStream, _camera);
        }
    }

    /// <summary>Detaches the frame that was read. The caller releases it.</summary>
    /// <returns>False if the frame is damaged.</returns>
    public bool TryDetachFrame([NotNullWhen(true)] out PooledBuffer? frame)
    {
        frame = _frame;
        _frame = null;
        return frame is not null;
    }

    public void Dispose()
    {
        _frame?.Release();
        _frame = null;
        _received.Dispose();
    }

    private void ReadFrame(long? length)
    {
        var scanner = new JpegScanner();
        while (true)
        {
            JpegScan scan = scanner.Advance(_received.Data);
            if (scan == JpegScan.Complete)
            {
                Scanned = scanner;
                _frame = _received.DetachFrame(scanner.Length);
                return;
            }

            // The search for the next boundary skips a damaged part.
            if (scan == JpegScan.Damaged || _received.Data.Length >= length)
                return;
            _received.FillOrThrow();
        }
    }
}
