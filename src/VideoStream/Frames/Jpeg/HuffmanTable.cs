namespace VideoStream.Frames.Jpeg;

/// <summary>A Huffman table of a JPEG, for finding codes (ITU-T T.81, annex C).</summary>
internal sealed class HuffmanTable
{
    private const int Lengths = 16, FastBits = 9;

    /// <summary>For the next 9 bits: length and symbol of the code that they begin with; 0 if it is longer.</summary>
    private readonly ushort[] _fast = new ushort[1 << FastBits];

    /// <summary>For each length: the first value of 16 bits that is above all its codes.</summary>
    private readonly int[] _limits = new int[Lengths + 1];

    /// <summary>For each length: what to add to a code to get the index of its symbol.</summary>
    private readonly int[] _offsets = new int[Lengths + 1];

    private readonly byte[] _symbols = new byte[256];

    /// <summary>Replaces the table by one of a DHT segment.</summary>
    /// <param name="table">The numbers of codes of 1 to 16 bits, then their symbols. What follows is ignored.</param>
    /// <param name="length">How many bytes the table has.</param>
    /// <returns>False if that is no table.</returns>
    public bool TryDefine(ReadOnlySpan<byte> table, out int length)
    {
        length = 0;
        // Nothing of the table before may be left, if this one is broken and a later JPEG uses it without defining it.
        Array.Clear(_fast);
        Array.Clear(_limits);
        if (table.Length < Lengths)
            return false;
        int code = 0, index = 0;
        for (int bits = 1; bits <= Lengths; bits++, code <<= 1)
        {
            int count = table[bits - 1];
            if (code + count > 1 << bits || index + count > Math.Min(_symbols.Length, table.Length - Lengths))
                return false;
            _offsets[bits] = index - code;
            for (int i = 0; i < count; i++)
                Add(code++, bits, index, table[Lengths + index++]);
            _limits[bits] = code << (Lengths - bits);
        }

        length = Lengths + index;
        return true;
    }

    /// <summary>Finds the code with which these 16 bits begin.</summary>
    /// <returns>Its length times 256, plus its symbol; 0 if there is none.</returns>
    public int Find(int next)
    {
        int found = _fast[next >> (Lengths - FastBits)];
        if (found != 0)
            return found;
        for (int bits = FastBits + 1; bits <= Lengths; bits++)
        {
            if (next < _limits[bits])
                return (bits << 8) | _symbols[(next >> (Lengths - bits)) + _offsets[bits]];
        }

        return 0;
    }

    private void Add(int code, int bits, int index, byte symbol)
    {
        _symbols[index] = symbol;
        if (bits <= FastBits)
            Array.Fill(_fast, (ushort)((bits << 8) | symbol), code << (FastBits - bits), 1 << (FastBits - bits));
    }
}
