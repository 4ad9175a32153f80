using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
    private const int MaxHeaderBytes = 8 * 1024;

    private readonly JpegReceiver _received;
    private readonly byte[] _boundary;
    private readonly string _camera;
    private PooledBuffer? _frame;

    /// <summary>Reads from the body of a response.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">
    /// The boundary parameter, with or without quotes and leading dashes. Some cameras count the two dashes before a boundary as part of it
    /// in one place and not in another.
    /// </param>
    /// <param name="camera">The camera's address as faults show it.</param>
    public MultipartJpegReader(Stream body, string? boundary, string camera)
    {
        _camera = camera;
        _received = new JpegReceiver(body);
        string token = (boundary ?? "").Trim().Trim('"').TrimStart('-');
        _boundary = System.Text.Encoding.ASCII.GetBytes(token.Length == 0 ? "--" : token);
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
            SkipBoundary();
            ReadFrame(ReadHeaders());
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

    private void SkipBoundary()
    {
        long skipped = 0;
        while (true)
        {
            int at = _received.Data.IndexOf(_boundary);
            if (at >= 0)
            {
                _received.Consume(at + _boundary.Length);
                if (ReadLine().StartsWith("--", StringComparison.Ordinal) && _boundary is not [(byte)'-', ..])
                    throw new EndOfStreamException();
                return;
            }

            int skippable = Math.Max(0, _received.Data.Length - _boundary.Length);
            _received.Consume(skippable);
            if ((skipped += skippable) > JpegReceiver.MaxBytes)
                throw new InvalidDataException("no boundary between pictures");
            Fill();
        }
    }

    private static bool TryReadLength(string line, out long bytes)
    {
        const string contentLength = "Content-Length:";
        bytes = 0;
        return line.StartsWith(contentLength, StringComparison.OrdinalIgnoreCase)
            && long.TryParse(line.AsSpan(contentLength.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
    }

    private static string TooLong(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"a part of {bytes} bytes ({JpegReceiver.MaxBytes} at most)");

    /// <returns>The length of the part; null if its header has none.</returns>
    private long? ReadHeaders()
    {
        long? length = null;
        int read = 0;
        while (true)
        {
            string line = ReadLine();
            if (line.Length == 0)
                return length;
            if ((read += line.Length) > MaxHeaderBytes)
                throw new InvalidDataException("a part's header has no end");
            if (TryReadLength(line, out long bytes))
                length = bytes <= JpegReceiver.MaxBytes ? bytes : throw new InvalidDataException(TooLong(bytes));
        }
    }

    private string ReadLine()
    {
        int end;
        while ((end = _received.Data.IndexOf((byte)'\n')) < 0)
        {
            if (_received.Data.Length > MaxHeaderBytes)
                throw new InvalidDataException("a part's header has no end");
            Fill();
        }

        if (end > MaxHeaderBytes)
            throw new InvalidDataException("a part's header has no end");
        string line = System.Text.Encoding.Latin1.GetString(_received.Data[..end]).TrimEnd('\r');
        _received.Consume(end + 1);
        return line;
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
            Fill();
        }
    }

    private void Fill()
    {
        if (!_received.Fill())
            throw new EndOfStreamException();
    }
}
