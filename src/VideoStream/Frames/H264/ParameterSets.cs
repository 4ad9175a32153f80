namespace VideoStream.Frames.H264;

/// <summary>The newest sequence and picture parameter sets of a stream, by their numbers. There are at most 32 and 256.</summary>
internal sealed class ParameterSets
{
    private const int MaxLength = SpsReader.MaxLength, MaxSps = 31, MaxPps = 255;

    /// <summary>The bytes that a set's number is in, with room for emulation prevention.</summary>
    private const int IdBytes = 16;

    /// <summary>An SPS before all PPS, because they refer to it.</summary>
    private readonly SortedDictionary<int, byte[]> _sets = [];

    private readonly SortedSet<int> _changed = [];

    /// <summary>Those that came since the last key frame, with it or before it.</summary>
    private readonly HashSet<int> _come = [];

    private byte[]? _all;

    /// <summary>Whether a key frame can be decoded with them.</summary>
    public bool IsComplete => _sets.Count > 0 && _sets.Keys.First() <= MaxSps && _sets.Keys.Last() > MaxSps;

    /// <summary>All of them in Annex B form.</summary>
    public ReadOnlySpan<byte> All => _all ??= Write(_sets.Values);

    /// <summary>Adds the sets that a description of the stream has.</summary>
    public void AddKnown(IEnumerable<byte[]> units)
    {
        foreach (byte[] unit in units)
            Add(unit);
        _changed.Clear();
    }

    /// <summary>Adds a set. It takes the place of an older one with the same number.</summary>
    /// <param name="unit">An SPS or a PPS. One that can't be read, and any other unit, is left out.</param>
    public void Add(ReadOnlySpan<byte> unit)
    {
        unit = unit.TrimEnd((byte)0);
        if (unit.Length > MaxLength || FindKey(unit) is not { } key)
            return;
        _come.Add(key);
        if (_sets.TryGetValue(key, out byte[]? known) && unit.SequenceEqual(known))
            return;
        _sets[key] = unit.ToArray();
        _changed.Add(key);
        _all = null;
    }

    /// <summary>
    /// The sets that have changed since the last call, in Annex B form. An encoder may change one before a frame that is no key frame.
    /// </summary>
    /// <returns>Empty if none has changed, which is usual.</returns>
    public ReadOnlySpan<byte> DetachChanged()
    {
        if (_changed.Count == 0)
            return [];
        byte[] changed = Write(_changed.Select(key => _sets[key]));
        _changed.Clear();
        return changed;
    }

    /// <summary>
    /// Says that a key frame follows. A camera that sends an SPS with it has no other: what was known of others is old, or was damaged, and
    /// so is each PPS that refers to one.
    /// </summary>
    public void BeginKeyFrame()
    {
        if (_come.Any(IsSps))
        {
            int[] old = [.. _sets.Keys.Where(key => !_come.Contains(key))];
            foreach (int key in old.Where(key => !IsSps(key) && !_come.Contains(ReadSpsId(_sets[key]))).Concat(old.Where(IsSps)).ToArray())
                Remove(key);
        }

        _come.Clear();
    }

    private void Remove(int key)
    {
        _sets.Remove(key);
        _changed.Remove(key);
        _all = null;
    }

    private static bool IsSps(int key) => key <= MaxSps;

    private static byte[] Write(IEnumerable<byte[]> units)
    {
        using var written = new MemoryStream();
        foreach (byte[] unit in units)
        {
            written.Write(AnnexB.StartCode);
            written.Write(unit);
        }

        return written.ToArray();
    }

    /// <summary>The number of the SPS that a PPS refers to.</summary>
    private static int ReadSpsId(ReadOnlySpan<byte> pps)
    {
        Span<byte> data = stackalloc byte[IdBytes];
        var bits = new BitReader(data[..EmulationPrevention.Remove(pps[1..Math.Min(pps.Length, IdBytes)], data)]);
        bits.ReadUnsigned(MaxPps);
        return (int)bits.ReadUnsigned(MaxSps);
    }

    private static int? FindKey(ReadOnlySpan<byte> unit)
    {
        const int spsHeader = 4, ppsHeader = 1;
        bool isSps = unit.Length > spsHeader && new NalHeader(unit[0]).Type == NalType.Sps;
        if (!isSps && (unit.Length <= ppsHeader || new NalHeader(unit[0]).Type != NalType.Pps))
            return null;
        Span<byte> data = stackalloc byte[IdBytes];
        int length = EmulationPrevention.Remove(unit[1..Math.Min(unit.Length, IdBytes)], data);
        if (isSps && length < spsHeader)
            return null;
        var bits = new BitReader(data[(isSps ? spsHeader - 1 : 0)..length]);
        int id = (int)bits.ReadUnsigned((uint)(isSps ? MaxSps : MaxPps));
        return bits.IsBroken ? null : isSps ? id : MaxSps + 1 + id;
    }
}
