using static VideoStream.Frames.Jpeg.JpegMarkers;

namespace VideoStream.Frames.Jpeg;

/// <summary>Reads the bits of a JPEG's frame data, up to the next marker.</summary>
/// <param name="jpeg">The JPEG.</param>
/// <param name="at">Where the data begins.</param>
internal ref struct EntropyReader(ReadOnlySpan<byte> jpeg, int at)
{
    private readonly ReadOnlySpan<byte> _jpeg = jpeg;
    private int _at = at;
    private ulong _bits;
    private int _count;

    /// <summary>Where the byte after the last one that was begun is.</summary>
    public readonly int Position
    {
        get
        {
            int at = _at;
            for (int ahead = _count / 8; ahead > 0; ahead--)
                at -= _jpeg[at - 1] == Stuffed && _jpeg[at - 2] == Prefix ? 2 : 1;
            return at;
        }
    }

    /// <summary>Skips a block of 64 coefficients.</summary>
    /// <returns>False if the data ends before that, or is none. No further call may follow.</returns>
    public bool TrySkipBlock(HuffmanTable dc, HuffmanTable ac)
    {
        int found = dc.Find(Peek());
        if (found == 0 || (found & 0xFF) > 16 || !TrySkip((found >> 8) + (found & 0xFF)))
            return false;
        int coefficient = 1;
        while (coefficient < 64)
        {
            found = ac.Find(Peek());
            int run = (found >> 4) & 15, bits = found & 15;
            if (found == 0 || !TrySkip((found >> 8) + bits))
                return false;
            if (bits == 0 && run < 15)
                return true;
            coefficient += run + 1;
        }

        return coefficient == 64;
    }

    /// <summary>Reads a code.</summary>
    /// <returns>False if the data ends before that, or is none. No further call may follow.</returns>
    public bool TryReadSymbol(HuffmanTable table, out int symbol)
    {
        int found = table.Find(Peek());
        symbol = found & 0xFF;
        return found != 0 && TrySkip(found >> 8);
    }

    /// <summary>Reads up to 16 bits as a number.</summary>
    /// <returns>False if the data ends before that. No further call may follow.</returns>
    public bool TryReadBits(int bits, out int value)
    {
        value = Peek() >> (16 - bits);
        return TrySkip(bits);
    }

    /// <summary>Skips bits, up to 32.</summary>
    /// <returns>False if the data ends before that. No further call may follow.</returns>
    public bool TrySkip(int bits)
    {
        if (_count < bits)
            Fill();
        _count -= bits;
        return _count >= 0;
    }

    /// <summary>Skips the rest of a byte and a restart marker.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryRestart()
    {
        int at = Position;
        while (at + 1 < _jpeg.Length && _jpeg[at] == Prefix && _jpeg[at + 1] == Prefix)
            at++;
        if (at + 1 >= _jpeg.Length || _jpeg[at] != Prefix || !IsRestart(_jpeg[at + 1]))
            return false;
        (_at, _bits, _count) = (at + 2, 0, 0);
        return true;
    }

    /// <summary>The next 16 bits; zeros after the end.</summary>
    private int Peek()
    {
        if (_count < 16)
            Fill();
        return (int)(_count >= 16 ? _bits >> (_count - 16) : _bits << (16 - _count)) & 0xFFFF;
    }

    private void Fill()
    {
        while (_count <= 48 && _at < _jpeg.Length)
        {
            byte next = _jpeg[_at];
            if (next == Prefix && (_at + 1 == _jpeg.Length || _jpeg[_at + 1] != Stuffed))
                return;
            _at += next == Prefix ? 2 : 1;
            _bits = (_bits << 8) | next;
            _count += 8;
        }
    }
}
