using System.Numerics;

namespace VideoStream.Frames.H264;

/// <summary>Writes what <see cref="BitReader"/> reads.</summary>
/// <param name="to">Where to write. Its bytes may have any value.</param>
internal ref struct BitWriter(Span<byte> to)
{
    private readonly Span<byte> _bytes = to;

    /// <summary>The number of bits written.</summary>
    public int Position { get; private set; }

    /// <summary>The number of bytes written. The last one may not be whole.</summary>
    public readonly int Length => (Position + 7) / 8;

    /// <summary>u(n): bits, the highest first.</summary>
    public void WriteBits(uint value, int count)
    {
        for (int bit = count - 1; bit >= 0; bit--, Position++)
        {
            if ((Position & 7) == 0)
                _bytes[Position >> 3] = 0;
            _bytes[Position >> 3] |= (byte)(((value >> bit) & 1) << (7 - (Position & 7)));
        }
    }

    public void WriteFlag(bool value) => WriteBits(value ? 1U : 0, 1);

    /// <summary>ue(v). At most 2^31 - 2.</summary>
    public void WriteUnsigned(uint value)
    {
        int bits = BitOperations.Log2(value + 1);
        WriteBits(0, bits);
        WriteBits(value + 1, bits + 1);
    }

    /// <summary>Copies the first bits of other data.</summary>
    public void CopyStart(ReadOnlySpan<byte> from, int bits)
    {
        foreach (byte value in from[..(bits / 8)])
            WriteBits(value, 8);
        if (bits % 8 > 0)
            WriteBits((uint)from[bits / 8] >> (8 - (bits % 8)), bits % 8);
    }

    /// <summary>rbsp_trailing_bits: a 1, then zeros to the end of the byte.</summary>
    public void WriteTrailingBits()
    {
        WriteFlag(true);
        Position = 8 * Length;
    }
}
