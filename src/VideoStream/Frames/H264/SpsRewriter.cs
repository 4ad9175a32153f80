namespace VideoStream.Frames.H264;

/// <summary>
/// Writes into a sequence parameter set that pictures are shown in the order in which they are decoded. Without that, decoders hold back
/// as many as the level allows (ITU-T H.264, E.2.1, max_num_reorder_frames). Only for streams without B-frames, of which it is true.
/// </summary>
internal static class SpsRewriter
{
    /// <summary>The longest VUI with nothing but the restriction, in bytes.</summary>
    private const int MaxAdded = 12;

    /// <summary>What stands before bitstream_restriction_flag in VUI that has nothing else.</summary>
    private const int AbsentParts = 8;

    /// <summary>How long a NAL unit of this length can become, in bytes.</summary>
    public static int MaxLength(int length) => EmulationPrevention.MaxLength(length + MaxAdded);

    /// <summary>
    /// Writes a NAL unit with a bitstream_restriction: no picture is reordered, and as many are kept as are references. One that is there
    /// is replaced in these two numbers. All else stays as it is, bit by bit.
    /// </summary>
    /// <param name="nal">The unit, header included, without its start code.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <returns>False if the unit can't be read.</returns>
    public static bool TryRestrict(ReadOnlySpan<byte> nal, Span<byte> to, out int length)
    {
        length = 0;
        Span<byte> data = stackalloc byte[SpsReader.MaxLength];
        if (!SpsReader.TryRead(nal, data, out SpsInfo sps, out SpsPositions positions))
            return false;
        Span<byte> written = stackalloc byte[SpsReader.MaxLength + MaxAdded];
        var bits = new BitWriter(written);
        Copy(ref bits, data, sps, positions);
        bits.WriteUnsigned(0);
        bits.WriteUnsigned((uint)sps.MaxReferences);
        bits.WriteTrailingBits();
        to[0] = nal[0];
        length = 1 + EmulationPrevention.Add(written[..bits.Length], to[1..]);
        return true;
    }

    /// <summary>Copies all before max_num_reorder_frames, and adds what is missing of it.</summary>
    private static void Copy(ref BitWriter bits, ReadOnlySpan<byte> data, in SpsInfo sps, SpsPositions positions)
    {
        if (sps.HasRestriction)
        {
            bits.CopyStart(data, positions.ReorderFrames);
            return;
        }

        bits.CopyStart(data, sps.HasVui ? positions.RestrictionFlag : positions.VuiFlag);
        if (!sps.HasVui)
        {
            bits.WriteFlag(true);
            bits.WriteBits(0, AbsentParts);
        }

        bits.WriteFlag(true);
        // The values that decoders assume where there are none (E.2.1): motion vectors may leave the picture, and the limits of bytes and
        // of motion vectors are the level's.
        bits.WriteFlag(true);
        bits.WriteUnsigned(2);
        bits.WriteUnsigned(1);
        bits.WriteUnsigned(15);
        bits.WriteUnsigned(15);
    }
}
