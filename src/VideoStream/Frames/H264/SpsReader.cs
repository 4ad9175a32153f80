namespace VideoStream.Frames.H264;

/// <summary>Reads sequence parameter sets (ITU-T H.264, 7.3.2.1.1). Any bytes are an answer or a refusal.</summary>
internal static class SpsReader
{
    /// <summary>The longest NAL unit that is read, in bytes. Those of cameras have about thirty.</summary>
    public const int MaxLength = 4096;

    private const uint MaxId = 31, MaxReferences = 16, MaxOffsets = 255;

    /// <summary>The width of the largest frame of level 6.2, in macroblocks (table A-1), and its height.</summary>
    private const uint MaxMacroblocks = 1055;

    private const int Macroblock = 16, Separate444 = 3;

    /// <summary>Reads a NAL unit.</summary>
    /// <param name="nal">The unit, header included, without its start code.</param>
    /// <param name="sps">What it says.</param>
    /// <returns>False if it is none, is damaged, or too large.</returns>
    public static bool TryRead(ReadOnlySpan<byte> nal, out SpsInfo sps) => TryRead(nal, stackalloc byte[MaxLength], out sps, out _);

    /// <summary>Reads a NAL unit.</summary>
    /// <param name="nal">The unit, header included, without its start code.</param>
    /// <param name="data">Gets what follows the header, without emulation prevention: <see cref="MaxLength"/> bytes.</param>
    /// <param name="sps">What it says.</param>
    /// <param name="positions">Where in the data a rewriter changes it.</param>
    /// <returns>False if it is none, is damaged, or too large.</returns>
    public static bool TryRead(ReadOnlySpan<byte> nal, Span<byte> data, out SpsInfo sps, out SpsPositions positions)
    {
        (sps, positions) = (default, default);
        if (nal.IsEmpty || nal.Length > MaxLength || new NalHeader(nal[0]).Type != NalType.Sps)
            return false;
        var bits = new BitReader(data[..EmulationPrevention.Remove(nal[1..], data)]);
        SpsInfo read = Read(ref bits, out SpsPositions at);
        if (bits.IsBroken || read.Size.Width <= 0 || read.Size.Height <= 0)
            return false;
        (sps, positions) = (read, at);
        return true;
    }

    private static SpsInfo Read(ref BitReader bits, out SpsPositions positions)
    {
        (byte profile, byte constraints, byte level) = ((byte)bits.ReadBits(8), (byte)bits.ReadBits(8), (byte)bits.ReadBits(8));
        bits.ReadUnsigned(MaxId);
        int chromaArray = 1, chromaFormat = HasChromaFormat(profile) ? ReadChromaFormat(ref bits, out chromaArray) : 1;
        // log2_max_frame_num_minus4.
        bits.ReadUnsigned(max: 12);
        (int orderType, int references) = (ReadOrderType(ref bits), (int)bits.ReadUnsigned(MaxReferences));
        // gaps_in_frame_num_value_allowed_flag.
        bits.ReadFlag();
        PictureSize size = ReadSize(ref bits, chromaArray, out bool isProgressive);
        positions = new SpsPositions(bits.Position, 0, 0);
        bool hasVui = bits.ReadFlag();
        VuiInfo vui = hasVui ? VuiReader.Read(ref bits, ref positions) : default;
        return new SpsInfo
        {
            Profile = profile,
            Constraints = constraints,
            Level = level,
            Size = size,
            ChromaFormat = chromaFormat,
            MaxReferences = references,
            OrderType = orderType,
            IsProgressive = isProgressive,
            HasVui = hasVui,
            MaxReorderFrames = vui.MaxReorderFrames,
            Colours = new VideoColours(vui.IsFullRange, VideoColours.MatrixOf(vui.Matrix) ?? VideoColours.DefaultMatrix(size)),
        };
    }

    private static bool HasChromaFormat(byte profile) =>
        profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    /// <param name="bits">At chroma_format_idc.</param>
    /// <param name="chromaArray">ChromaArrayType: as the result, but 0 where each colour is coded as luma is.</param>
    private static int ReadChromaFormat(ref BitReader bits, out int chromaArray)
    {
        int format = (int)bits.ReadUnsigned(Separate444);
        chromaArray = format == Separate444 && bits.ReadFlag() ? 0 : format;
        // Bits of luma, and of a colour, less 8.
        bits.ReadUnsigned(max: 6);
        bits.ReadUnsigned(max: 6);
        // qpprime_y_zero_transform_bypass_flag, then seq_scaling_matrix_present_flag.
        bits.ReadFlag();
        if (!bits.ReadFlag())
            return format;
        int lists = format == Separate444 ? 12 : 8;
        for (int i = 0; i < lists; i++)
        {
            if (bits.ReadFlag())
                SkipScalingList(ref bits, i < 6 ? 16 : 64);
        }

        return format;
    }

    /// <summary>scaling_list (7.3.2.1.1.1): differences, up to one that makes the rest the same.</summary>
    private static void SkipScalingList(ref BitReader bits, int length)
    {
        int scale = 8;
        for (int i = 0; i < length && scale != 0; i++)
            scale = (scale + bits.ReadSigned()) & 0xFF;
    }

    private static int ReadOrderType(ref BitReader bits)
    {
        int type = (int)bits.ReadUnsigned(max: 2);
        if (type == 0)
        {
            // log2_max_pic_order_cnt_lsb_minus4.
            bits.ReadUnsigned(max: 12);
        }
        else if (type == 1)
        {
            bits.ReadFlag();
            bits.ReadSigned();
            bits.ReadSigned();
            uint offsets = bits.ReadUnsigned(MaxOffsets);
            for (uint i = 0; i < offsets; i++)
                bits.ReadSigned();
        }

        return type;
    }

    private static PictureSize ReadSize(ref BitReader bits, int chromaArray, out bool isProgressive)
    {
        int width = Macroblock * (int)(bits.ReadUnsigned(MaxMacroblocks - 1) + 1);
        int height = Macroblock * (int)(bits.ReadUnsigned(MaxMacroblocks - 1) + 1);
        isProgressive = bits.ReadFlag();
        int fields = isProgressive ? 1 : 2;
        // mb_adaptive_frame_field_flag, then direct_8x8_inference_flag.
        if (!isProgressive)
            bits.ReadFlag();
        bits.ReadFlag();
        if (!bits.ReadFlag())
            return new PictureSize(width, height * fields);
        // Cropping is in samples of a colour, and of a field.
        int unitX = chromaArray is 1 or 2 ? 2 : 1, unitY = (chromaArray == 1 ? 2 : 1) * fields;
        return new PictureSize(width - ReadCropping(ref bits, unitX), (height * fields) - ReadCropping(ref bits, unitY));
    }

    /// <summary>Both edges, in pixels.</summary>
    private static int ReadCropping(ref BitReader bits, int unit)
    {
        const uint max = MaxMacroblocks * Macroblock;
        return unit * (int)(bits.ReadUnsigned(max) + bits.ReadUnsigned(max));
    }
}
