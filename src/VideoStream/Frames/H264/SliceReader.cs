namespace VideoStream.Frames.H264;

/// <summary>Reads the beginning of slices (ITU-T H.264, 7.3.3).</summary>
internal static class SliceReader
{
    /// <summary>Two numbers of at most 17 and 7 bits, with room for emulation prevention.</summary>
    private const int MaxBytes = 8;

    /// <summary>slice_type of a B slice, and the same where all slices of the picture are such ones (table 7-6).</summary>
    private const uint TypeB = 1, AllTypeB = 6, MaxType = 9;

    /// <summary>Whether a slice may depend on a picture that is shown later.</summary>
    /// <param name="slice">The NAL unit, header included, without its start code.</param>
    public static bool IsBidirectional(ReadOnlySpan<byte> slice)
    {
        ReadOnlySpan<byte> start = slice[1..Math.Min(slice.Length, 1 + MaxBytes)];
        Span<byte> data = stackalloc byte[MaxBytes];
        var bits = new BitReader(data[..EmulationPrevention.Remove(start, data)]);
        // first_mb_in_slice.
        bits.ReadUnsigned();
        return bits.ReadUnsigned(MaxType) is TypeB or AllTypeB && !bits.IsBroken;
    }
}
