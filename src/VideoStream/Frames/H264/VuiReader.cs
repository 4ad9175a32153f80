namespace VideoStream.Frames.H264;

/// <summary>Reads video usability information (ITU-T H.264, E.1.1): colours, and its last part, the bitstream_restriction.</summary>
internal static class VuiReader
{
    private const uint ExtendedSampleAspectRatio = 255, MaxSchedules = 32, MaxFrames = 16;

    /// <summary>Reads all of it.</summary>
    /// <param name="bits">After vui_parameters_present_flag.</param>
    /// <param name="positions">Gets the positions of the restriction.</param>
    public static VuiInfo Read(ref BitReader bits, ref SpsPositions positions)
    {
        VuiInfo picture = ReadPicture(ref bits);
        SkipTiming(ref bits);
        return picture with { MaxReorderFrames = ReadReorderFrames(ref bits, ref positions) };
    }

    /// <returns>max_num_reorder_frames; null without a restriction.</returns>
    private static int? ReadReorderFrames(ref BitReader bits, ref SpsPositions positions)
    {
        // pic_struct_present_flag.
        bits.ReadFlag();
        positions = positions with { RestrictionFlag = bits.Position };
        if (!bits.ReadFlag())
            return null;
        // motion_vectors_over_pic_boundaries_flag, then the limits of bytes and of motion vectors.
        bits.ReadFlag();
        for (int i = 0; i < 4; i++)
            bits.ReadUnsigned(max: 16);
        positions = positions with { ReorderFrames = bits.Position };
        int reorder = (int)bits.ReadUnsigned(MaxFrames);
        // max_dec_frame_buffering.
        bits.ReadUnsigned(MaxFrames);
        return reorder;
    }

    /// <summary>Aspect ratio, overscan, range and colours, and where colour samples are.</summary>
    private static VuiInfo ReadPicture(ref BitReader bits)
    {
        var info = default(VuiInfo);
        if (bits.ReadFlag() && bits.ReadBits(8) == ExtendedSampleAspectRatio)
            bits.ReadBits(32);
        if (bits.ReadFlag())
            bits.ReadFlag();
        if (bits.ReadFlag())
        {
            // video_format.
            bits.ReadBits(3);
            info = info with { IsFullRange = bits.ReadFlag() };
            // colour_primaries and transfer_characteristics, then matrix_coefficients.
            if (bits.ReadFlag())
            {
                bits.ReadBits(16);
                info = info with { Matrix = (int)bits.ReadBits(8) };
            }
        }

        if (bits.ReadFlag())
        {
            bits.ReadUnsigned();
            bits.ReadUnsigned();
        }

        return info;
    }

    /// <summary>Frame rate, and the buffers of a hypothetical decoder.</summary>
    private static void SkipTiming(ref BitReader bits)
    {
        if (bits.ReadFlag())
        {
            bits.ReadBits(32);
            bits.ReadBits(32);
            bits.ReadFlag();
        }

        bool hasNalBuffer = bits.ReadFlag();
        if (hasNalBuffer)
            SkipBuffer(ref bits);
        bool hasVideoBuffer = bits.ReadFlag();
        if (hasVideoBuffer)
            SkipBuffer(ref bits);
        // low_delay_hrd_flag.
        if (hasNalBuffer || hasVideoBuffer)
            bits.ReadFlag();
    }

    /// <summary>hrd_parameters (E.1.2).</summary>
    private static void SkipBuffer(ref BitReader bits)
    {
        uint schedules = bits.ReadUnsigned(MaxSchedules - 1) + 1;
        bits.ReadBits(8);
        for (uint i = 0; i < schedules; i++)
        {
            bits.ReadUnsigned();
            bits.ReadUnsigned();
            bits.ReadFlag();
        }

        bits.ReadBits(20);
    }
}
