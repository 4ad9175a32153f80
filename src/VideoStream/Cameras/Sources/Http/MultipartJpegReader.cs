using System.Diagnostics.CodeAnalysis;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads the frames of an MJPEG stream (<c>multipart/x-mixed-replace</c>, RFC 2046 section 5.1, as cameras write it), or of JPEGs in a row.
/// A frame is complete with its last byte. A general multipart reader sees the end of a part only when the next part begins, which is one
/// frame later.
/// </summary>
internal sealed class MultipartJpegReader : IDisposable
{
    private readonly JpegReceiver _received;
    private readonly PartHeaderReader _parts;
    private readonly JpegFrameReader _frames;
    private readonly string _camera;
    private PooledBuffer? _frame;

    /// <summary>Reads from the body of a response.</summary>
    /// <param name="received">The body. The reader disposes it.</param>
    /// <param name="boundary">The boundary parameter of the content type; null if there is none.</param>
    /// <param name="camera">The camera's address as faults show it.</param>
    public MultipartJpegReader(JpegReceiver received, string? boundary, string camera)
    {
        (_received, _camera) = (received, camera);
        _parts = new PartHeaderReader(received, boundary);
        _frames = new JpegFrameReader(received);
    }

    /// <summary>The result of scanning the last frame.</summary>
    public JpegScanner Scanned => _frames.Scanned;

    /// <summary>How many frames were not damaged.</summary>
    public long Good { get; private set; }

    /// <summary>Why the last frame is damaged; null if it is not.</summary>
    public string? Damage { get; private set; }

    /// <summary>Blocks until the next part has arrived.</summary>
    /// <returns>OK if there was a part, even a damaged one.</returns>
    /// <exception cref="IOException">The connection failed.</exception>
    public SourceResult ReadNext()
    {
        _frame?.Release();
        _frame = null;
        try
        {
            return ReadPart();
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

    private SourceResult ReadPart()
    {
        while (true)
        {
            switch (_parts.FindNext())
            {
                case PartContent.Jpeg when _frames.TryBegin():
                    ReadFrame();
                    return SourceResult.Ok;
                case PartContent.Video when Good == 0:
                    return new CameraFault(CameraFaultKind.VideoInParts, _camera, _parts.VideoCodec);
                case PartContent.Nothing:
                    Damage = "parts without a picture";
                    return SourceResult.Ok;
            }
        }
    }

    private void ReadFrame()
    {
        _frame = _frames.Read(_parts.PartEnd, _parts.Delimiter);
        if (_frame is not null)
        {
            (Good, Damage) = (Good + 1, null);
            _parts.EndFrame();
            return;
        }

        Damage = Scanned.Excess ?? "not whole, or not JPEG";
        _parts.SkipDamaged(Scanned.Length);
    }
}
