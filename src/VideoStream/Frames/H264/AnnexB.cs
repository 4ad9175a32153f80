namespace VideoStream.Frames.H264;

/// <summary>
/// Splits a byte stream into NAL units (ITU-T H.264, annex B). Start codes have three or four bytes, and zeros may stand between units.
/// Bytes before the first start code are left out, and so are units without a byte. For <c>foreach</c>; allocates nothing.
/// </summary>
/// <param name="stream">The stream. Any bytes are allowed.</param>
internal ref struct AnnexB(ReadOnlySpan<byte> stream)
{
    private readonly ReadOnlySpan<byte> _stream = stream;
    private int _next = FindStartCode(stream, 0);

    /// <summary>The start code that this service writes.</summary>
    public static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    public NalUnit Current { get; private set; }

    private static ReadOnlySpan<byte> StartCodePrefix => [0, 0, 1];

    public readonly AnnexB GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next < _stream.Length)
        {
            int start = _next, first = start + StartCodePrefix.Length;
            _next = FindStartCode(_stream, first);
            ReadOnlySpan<byte> bytes = _stream[first.._next].TrimEnd((byte)0);
            if (bytes.IsEmpty)
                continue;
            // A zero before the three bytes belongs to them: it is the first of four.
            Current = new NalUnit(start > 0 && _stream[start - 1] == 0 ? start - 1 : start, bytes);
            return true;
        }

        return false;
    }

    /// <returns>The index of the three bytes; the length of the stream if there are none.</returns>
    private static int FindStartCode(ReadOnlySpan<byte> stream, int from)
    {
        int found = stream[from..].IndexOf(StartCodePrefix);
        return found < 0 ? stream.Length : from + found;
    }
}
