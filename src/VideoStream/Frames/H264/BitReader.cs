namespace VideoStream.Frames.H264;

/// <summary>
/// Reads the bits and numbers of a parameter set (ITU-T H.264, 7.2 and 9.1). What can't be read is 0, and makes the rest
/// <see cref="IsBroken"/>, so that a parser asks once, at its end.
/// </summary>
/// <param name="bytes">The data, without emulation prevention.</param>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The number of bits read.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the data ended too early, or a number was larger than allowed.</summary>
    public bool IsBroken { get; private set; }

    public bool ReadFlag() => ReadBits(1) != 0;

    /// <summary>u(n): bits, the highest first.</summary>
    /// <param name="count">0 to 32.</param>
    public uint ReadBits(int count)
    {
        if (IsBroken || count > (8 * _bytes.Length) - Position)
        {
            IsBroken = true;
            return 0;
        }

        uint value = 0;
        for (int i = 0; i < count; i++, Position++)
            value = (value << 1) | (uint)((_bytes[Position >> 3] >> (7 - (Position & 7))) & 1);
        return value;
    }

    /// <summary>ue(v): as many zeros as bits follow the first 1.</summary>
    /// <param name="max">The largest number that is allowed.</param>
    public uint ReadUnsigned(uint max = uint.MaxValue - 1)
    {
        const int mostZeros = 31;
        int zeros = 0;
        while (!IsBroken && !ReadFlag())
        {
            if (++zeros > mostZeros)
                IsBroken = true;
        }

        uint value = (1U << zeros) - 1 + ReadBits(zeros);
        if (value <= max && !IsBroken)
            return value;
        IsBroken = true;
        return 0;
    }

    /// <summary>se(v): 0, 1, -1, 2, -2 and so on, numbered as <see cref="ReadUnsigned"/> has them.</summary>
    public int ReadSigned()
    {
        long number = ReadUnsigned();
        return (int)(number % 2 == 0 ? -number / 2 : (number + 1) / 2);
    }
}
