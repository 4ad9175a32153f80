namespace VideoStream.Frames.H264;

/// <summary>
/// The SEI message in which every access unit carries its <see cref="FrameMetadata"/>: user_data_unregistered (ITU-T H.264, D.1.7), whose
/// UUID marks it as ours. Decoders ignore it. It is a NAL unit of its own, before the first slice of the access unit.
/// </summary>
internal static class H264Metadata
{
    /// <summary>The longest unit, in bytes, with its start code.</summary>
    public const int MaxLength = StartCodeAndHeader + MaxData + (MaxData / 2);

    private const int StartCodeAndHeader = 5, TypeAndLength = 2, UuidLength = 16, TrailingBits = 1;

    private const int MaxData = TypeAndLength + UuidLength + FrameMetadata.MaxLength + TrailingBits;

    private const byte UserDataUnregistered = 5, StopBit = 0x80;

    /// <summary>6f0c5d1e-2b7a-4f39-9a64-0d8f3c1b7e52.</summary>
    private static ReadOnlySpan<byte> Uuid =>
        [0x6F, 0x0C, 0x5D, 0x1E, 0x2B, 0x7A, 0x4F, 0x39, 0x9A, 0x64, 0x0D, 0x8F, 0x3C, 0x1B, 0x7E, 0x52];

    /// <summary>Writes the whole unit, start code included.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    public static int Write(FrameMetadata metadata, Span<byte> to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, MaxLength, nameof(to));
        Span<byte> data = stackalloc byte[MaxData];
        const int before = TypeAndLength + UuidLength;
        int text = metadata.Write(data.Slice(before, FrameMetadata.MaxLength));
        (data[0], data[1]) = (UserDataUnregistered, (byte)(UuidLength + text));
        Uuid.CopyTo(data[TypeAndLength..]);
        data[before + text] = StopBit;
        AnnexB.StartCode.CopyTo(to);
        to[StartCodeAndHeader - 1] = (byte)NalType.Sei;
        return StartCodeAndHeader + EmulationPrevention.Add(data[..(before + text + TrailingBits)], to[StartCodeAndHeader..]);
    }

    /// <summary>
    /// Where the unit is inserted into an access unit: before the start code of its first slice, thus after a delimiter and parameter sets.
    /// A prefix NAL unit counts as the slice that it belongs to.
    /// </summary>
    public static int Position(ReadOnlySpan<byte> unit)
    {
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.IsSlice || nal.Header.Type == NalType.Prefix)
                return nal.Start;
        }

        return unit.Length;
    }

    /// <summary>Finds the unit that <see cref="Write"/> has made in an access unit.</summary>
    /// <returns>Its position and length; a length of 0 if there is none.</returns>
    public static (int Position, int Length) Find(ReadOnlySpan<byte> unit)
    {
        int found = -1;
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (found >= 0)
                return (found, nal.Start - found);
            if (nal.Header.IsSlice || nal.Header.Type == NalType.Prefix)
                return (nal.Start, 0);
            if (nal.Header.Type == NalType.Sei && TryReadMessage(nal.Bytes[1..], out _))
                found = nal.Start;
        }

        return (unit.Length, 0);
    }

    /// <summary>Reads the text that <see cref="Write"/> has put into an access unit.</summary>
    /// <returns>False if there is none, or it is damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> unit, out string text)
    {
        foreach (NalUnit nal in new AnnexB(unit))
        {
            if (nal.Header.IsSlice)
                break;
            if (nal.Header.Type == NalType.Sei && TryReadMessage(nal.Bytes[1..], out text))
                return true;
        }

        text = "";
        return false;
    }

    private static bool TryReadMessage(ReadOnlySpan<byte> message, out string text)
    {
        text = "";
        Span<byte> data = stackalloc byte[MaxLength];
        if (message.Length > data.Length)
            return false;
        data = data[..EmulationPrevention.Remove(message, data)];
        if (data is not [UserDataUnregistered, >= UuidLength and var length, ..] || data.Length < TypeAndLength + length
            || !data.Slice(TypeAndLength, UuidLength).SequenceEqual(Uuid))
            return false;
        text = System.Text.Encoding.ASCII.GetString(data[TypeAndLength..(TypeAndLength + length)][UuidLength..]);
        return true;
    }
}
