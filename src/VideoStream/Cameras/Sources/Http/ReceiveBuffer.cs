namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads a connection: lines through a small buffer, and bodies straight into the caller's memory, except for what came with a line.
/// </summary>
internal sealed class ReceiveBuffer(Stream stream)
{
    private const int SmallestBuffer = 4 * 1024;

    private byte[] _bytes = new byte[SmallestBuffer];
    private int _start;
    private int _end;

    /// <summary>Blocks until bytes have arrived.</summary>
    /// <returns>How many; 0 at the end of the connection.</returns>
    /// <exception cref="IOException">The connection failed.</exception>
    public int Read(Span<byte> buffer)
    {
        if (_start == _end)
            return stream.Read(buffer);
        int length = Math.Min(buffer.Length, _end - _start);
        _bytes.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    /// <summary>Blocks until a whole line has arrived. It ends with LF, or CR and LF, which are not part of it.</summary>
    /// <param name="limit">Maximum length in bytes, with its end. Reduced by the length of the line.</param>
    /// <param name="line">The line, if it is complete.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public ReceiveStatus ReadLine(ref int limit, out string line)
    {
        line = "";
        int searched = 0;
        while (true)
        {
            int at = _bytes.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            int length = at < 0 ? _end - _start : searched + at + 1;
            if (length > limit)
                return ReceiveStatus.TooLong;
            if (at >= 0)
            {
                line = System.Text.Encoding.Latin1.GetString(_bytes.AsSpan(_start, length - 1).TrimEnd((byte)'\r'));
                _start += length;
                limit -= length;
                return ReceiveStatus.Complete;
            }

            searched = length;
            if (!Fill())
                return ReceiveStatus.Ended;
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start.._end).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        int read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        return read > 0;
    }
}
