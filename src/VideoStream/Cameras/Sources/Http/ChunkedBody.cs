using System.Globalization;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// A body in chunks (RFC 9112 section 7.1). Lines may end with LF alone, and the line end after a chunk and the last chunk may be missing.
/// </summary>
internal sealed class ChunkedBody(ReceiveBuffer received) : ResponseBody
{
    private const int MaxLineBytes = 4 * 1024;
    private const int MaxTrailerBytes = 16 * 1024;

    private long _left;
    private bool _hasEnded;
    private bool _isComplete;

    public override bool IsDelimited => true;

    public override bool IsComplete => _isComplete;

    /// <exception cref="IOException">The connection failed.</exception>
    /// <exception cref="InvalidDataException">A chunk is not well formed.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        if (_left == 0 && !_hasEnded)
            StartChunk();
        if (_hasEnded)
            return 0;
        int read = received.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        _hasEnded = read == 0;
        return read;
    }

    private void StartChunk()
    {
        int limit = MaxLineBytes;
        string line = "";
        while (line.Length == 0)
        {
            if (!TryReadLine(ref limit, out line))
                return;
        }

        ReadOnlySpan<char> digits = line.AsSpan().TrimStart();
        int end = 0;
        while (end < digits.Length && char.IsAsciiHexDigit(digits[end]))
            end++;
        if (!long.TryParse(digits[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
            throw new InvalidDataException("a chunk begins without its length");
        if (_left == 0)
            SkipTrailers();
    }

    private void SkipTrailers()
    {
        int limit = MaxTrailerBytes;
        while (TryReadLine(ref limit, out string line))
        {
            if (line.Length > 0)
                continue;
            _hasEnded = _isComplete = true;
            return;
        }
    }

    private bool TryReadLine(ref int limit, out string line)
    {
        ReceiveStatus status = received.ReadLine(ref limit, out line);
        if (status == ReceiveStatus.TooLong)
            throw new InvalidDataException("a chunk's first line is too long");
        _hasEnded = status == ReceiveStatus.Ended;
        return !_hasEnded;
    }
}
