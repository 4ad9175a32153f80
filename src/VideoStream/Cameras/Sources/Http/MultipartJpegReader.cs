using System.Globalization;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// The frames of an MJPEG stream over HTTP (<c>multipart/x-mixed-replace</c>, RFC 2046 section 5.1, as cameras write it). A frame ends
/// where the JPEG ends, so it is there as soon as its last byte is. A general multipart reader can't be used for this: it knows that a
/// part has ended when the next begins, which is one frame later.
/// </summary>
internal sealed class MultipartJpegReader : IDisposable
{
    private const int MaxHeaderBytes = 8 * 1024;

    private readonly JpegReceiver _received;
    private readonly byte[] _boundary;
    private readonly string _camera;
    private PooledBuffer? _frame;

    /// <summary>Reads from a response's body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">
    /// The boundary parameter, with or without quotes and leading dashes: cameras disagree with themselves on whether the two dashes before
    /// each boundary belong to it.
    /// </param>
    /// <param name="camera">What may be shown of the camera's address.</param>
    public MultipartJpegReader(Stream body, string? boundary, string camera)
    {
        _camera = camera;
        _received = new JpegReceiver(body);
        string token = (boundary ?? "").Trim().Trim('"').TrimStart('-');
        _boundary = System.Text.Encoding.ASCII.GetBytes(token.Length == 0 ? "--" : token);
    }

    /// <summary>What was found in the frame that was read last.</summary>
    public JpegScanner Scanned { get; private set; }

    /// <summary>Waits for the next part and reads its frame.</summary>
    /// <returns>OK if there was a part, damaged or not.</returns>
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

    /// <summary>Takes the frame that was read, as the caller's; null if it is damaged.</summary>
    public PooledBuffer? Take()
    {
        PooledBuffer? frame = _frame;
        _frame = null;
        return frame;
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

            int useless = Math.Max(0, _received.Data.Length - _boundary.Length);
            _received.Consume(useless);
            if ((skipped += useless) > JpegReceiver.MaxBytes)
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

    /// <returns>The part's length, if its header gives one.</returns>
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
                _frame = _received.Take(scanner.Length);
                return;
            }

            // A damaged part is left where it is: the search for the next boundary covers it, too.
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
