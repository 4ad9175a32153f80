using System.Globalization;
using VideoStream.Frames;

namespace VideoStream.Cameras;

/// <summary>
/// The pictures of an MJPEG stream over HTTP (<c>multipart/x-mixed-replace</c>, RFC 2046 section 5.1, as cameras write it). A picture ends
/// where the JPEG ends, so it is there as soon as its last byte is. A general multipart reader can't be used for this: it knows that a part has
/// ended when the next begins, which is one picture later.
/// </summary>
internal sealed class MultipartPictures : IDisposable
{
    private const int MaxHeaderBytes = 8 * 1024;

    private readonly JpegReceiver _received;
    private readonly byte[] _boundary;
    private JpegBuffer? _picture;

    /// <summary>Reads from a response's body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="boundary">
    /// The boundary parameter, with or without quotes and leading dashes: cameras disagree with themselves on whether the two dashes before
    /// each boundary belong to it.
    /// </param>
    public MultipartPictures(Stream body, string? boundary)
    {
        _received = new JpegReceiver(body);
        string token = (boundary ?? "").Trim().Trim('"').TrimStart('-');
        _boundary = System.Text.Encoding.ASCII.GetBytes(token.Length == 0 ? "--" : token);
    }

    /// <summary>What was found in the picture that was read last.</summary>
    public JpegScanner Scanned { get; private set; }

    /// <summary>Waits for the next part and reads its picture.</summary>
    /// <returns>Why there will be no more; null if there was a part.</returns>
    /// <exception cref="IOException">The connection failed.</exception>
    public string? ReadNext()
    {
        _picture?.Release();
        _picture = null;
        try
        {
            return SkipBoundary() ?? ReadHeaders(out long? length) ?? ReadPicture(length);
        }
        catch (InvalidDataException e)
        {
            return "its stream is broken: " + e.Message;
        }
    }

    /// <summary>Takes the picture that was read, as the caller's; null if it is damaged.</summary>
    public JpegBuffer? Take()
    {
        JpegBuffer? picture = _picture;
        _picture = null;
        return picture;
    }

    public void Dispose()
    {
        _picture?.Release();
        _picture = null;
        _received.Dispose();
    }

    private static string Ended => "the camera ended the stream";

    private string? SkipBoundary()
    {
        long skipped = 0;
        while (true)
        {
            int at = _received.Data.IndexOf(_boundary);
            if (at >= 0)
            {
                _received.Consume(at + _boundary.Length);
                return ReadLine(out string rest) ?? (rest.StartsWith("--", StringComparison.Ordinal) && _boundary is not [(byte)'-', ..] ? Ended : null);
            }

            int useless = Math.Max(0, _received.Data.Length - _boundary.Length);
            _received.Consume(useless);
            if ((skipped += useless) > JpegReceiver.MaxBytes)
                return "its stream is broken: no boundary between pictures";
            if (!_received.Fill())
                return Ended;
        }
    }

    private string? ReadHeaders(out long? length)
    {
        length = null;
        int read = 0;
        while (true)
        {
            if (ReadLine(out string line) is { } problem)
                return problem;
            if (line.Length == 0)
                return null;
            if ((read += line.Length) > MaxHeaderBytes)
                return "its stream is broken: a part's header has no end";
            const string contentLength = "Content-Length:";
            if (!line.StartsWith(contentLength, StringComparison.OrdinalIgnoreCase)
                || !long.TryParse(line.AsSpan(contentLength.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
                continue;
            if (bytes > JpegReceiver.MaxBytes)
                return string.Create(CultureInfo.InvariantCulture, $"its stream is broken: a part of {bytes} bytes ({JpegReceiver.MaxBytes} at most)");
            length = bytes;
        }
    }

    private string? ReadLine(out string line)
    {
        line = "";
        int end;
        while ((end = _received.Data.IndexOf((byte)'\n')) < 0)
        {
            if (_received.Data.Length > MaxHeaderBytes)
                return "its stream is broken: a part's header has no end";
            if (!_received.Fill())
                return Ended;
        }

        if (end > MaxHeaderBytes)
            return "its stream is broken: a part's header has no end";
        line = System.Text.Encoding.Latin1.GetString(_received.Data[..end]).TrimEnd('\r');
        _received.Consume(end + 1);
        return null;
    }

    private string? ReadPicture(long? length)
    {
        var scanner = new JpegScanner();
        while (true)
        {
            JpegScan scan = scanner.Advance(_received.Data);
            if (scan == JpegScan.Complete)
            {
                Scanned = scanner;
                _picture = _received.Take(scanner.Length);
                return null;
            }

            // A damaged part is left where it is: the next boundary is looked for in it, too.
            if (scan == JpegScan.Damaged || _received.Data.Length >= length)
                return null;
            if (!_received.Fill())
                return Ended;
        }
    }
}
