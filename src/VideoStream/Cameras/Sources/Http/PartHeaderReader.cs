using System.Globalization;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Finds the parts of an MJPEG stream and reads their headers.</summary>
internal sealed class PartHeaderReader
{
    private const int MaxHeaderBytes = 8 * 1024;
    private const string ContentLength = "Content-Length:";

    private readonly JpegReceiver _received;
    private readonly byte[] _boundary;

    /// <summary>Reads the headers from the bytes that are received.</summary>
    /// <param name="received">The bytes of the stream.</param>
    /// <param name="boundary">
    /// The boundary parameter, with or without quotes and leading dashes. Some cameras count the two dashes before a boundary as part of it
    /// in one place and not in another.
    /// </param>
    public PartHeaderReader(JpegReceiver received, string? boundary)
    {
        _received = received;
        string token = (boundary ?? "").Trim().Trim('"').TrimStart('-');
        _boundary = System.Text.Encoding.ASCII.GetBytes(token.Length == 0 ? "--" : token);
    }

    /// <summary>Blocks until the header of the next part has arrived.</summary>
    /// <returns>The length of the part; null if its header has none.</returns>
    /// <exception cref="EndOfStreamException">There is no further part.</exception>
    /// <exception cref="InvalidDataException">The stream is broken.</exception>
    public long? ReadNext()
    {
        SkipBoundary();
        return ReadHeader();
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
            _received.FillOrThrow();
        }
    }

    private long? ReadHeader()
    {
        long? length = null;
        int read = 0;
        while (true)
        {
            string line = ReadLine();
            if (line.Length == 0)
                return length;
            if ((read += line.Length) > MaxHeaderBytes)
                throw Endless();
            if (TryReadLength(line, out long bytes))
                length = bytes <= JpegReceiver.MaxBytes ? bytes : throw TooLong(bytes);
        }
    }

    private string ReadLine()
    {
        int end;
        while ((end = _received.Data.IndexOf((byte)'\n')) < 0)
        {
            if (_received.Data.Length > MaxHeaderBytes)
                throw Endless();
            _received.FillOrThrow();
        }

        if (end > MaxHeaderBytes)
            throw Endless();
        string line = System.Text.Encoding.Latin1.GetString(_received.Data[..end]).TrimEnd('\r');
        _received.Consume(end + 1);
        return line;
    }

    private static bool TryReadLength(string line, out long bytes)
    {
        bytes = 0;
        return line.StartsWith(ContentLength, StringComparison.OrdinalIgnoreCase)
            && long.TryParse(line.AsSpan(ContentLength.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
    }

    private static InvalidDataException Endless() => new("a part's header has no end");

    private static InvalidDataException TooLong(long bytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a part of {bytes} bytes ({JpegReceiver.MaxBytes} at most)"));
}
