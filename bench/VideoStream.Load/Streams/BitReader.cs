namespace VideoStream.Load.Streams;

/// <summary>Reads bits, the highest first. Behind the end all are 0.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public int ReadBit()
    {
        int bit = _at / 8 < _bytes.Length ? (_bytes[_at / 8] >> (7 - (_at % 8))) & 1 : 0;
        _at++;
        return bit;
    }

    public void Skip(int bits) => _at += bits;

    /// <summary>Reads a byte. Only where one begins.</summary>
    public int ReadByte()
    {
        int value = _at / 8 < _bytes.Length ? _bytes[_at / 8] : 0;
        _at += 8;
        return value;
    }

    /// <summary>Reads an unsigned Exp-Golomb number (ITU-T H.264, clause 9.1).</summary>
    public int ReadNumber()
    {
        int zeros = 0;
        while (zeros < 16 && ReadBit() == 0)
            zeros++;
        int number = 1;
        for (int i = 0; i < zeros; i++)
            number = (number << 1) | ReadBit();
        return number - 1;
    }
}
