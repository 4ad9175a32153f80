namespace VideoStream.Load.Streams;

/// <summary>Properties of an H.264 frame, from the first bytes of its access unit (ITU-T H.264, annex B and clause 7.3.2.1.1).</summary>
internal static class AccessUnitHead
{
    private const int SequenceParameterSet = 7, TypeMask = 0x1F;

    /// <summary>High has fields that the others lack, and no scaling lists in live video.</summary>
    private const int Baseline = 66, Main = 77, High = 100;

    /// <summary>Whether the bytes begin with a start code.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes is [0, 0, 0, 1, ..] or [0, 0, 1, ..];

    /// <summary>Reads the metadata, and the size from the parameter set of a key frame.</summary>
    /// <param name="bytes">The first bytes.</param>
    /// <param name="before">The frame before, whose size holds until the next parameter set.</param>
    public static FrameHead Read(ReadOnlySpan<byte> bytes, FrameHead before)
    {
        FrameHead head = before with { Stamp = FrameStamp.Parse(bytes), Quality = 0 };
        int start = bytes.IndexOf((ReadOnlySpan<byte>)[0, 0, 1]);
        if (start < 0 || start + 4 > bytes.Length || (bytes[start + 3] & TypeMask) != SequenceParameterSet)
            return head;
        return bytes[start + 4] is Baseline or Main or High ? WithSize(head, new BitReader(bytes[(start + 4)..])) : head;
    }

    private static FrameHead WithSize(FrameHead head, BitReader bits)
    {
        bool isHigh = bits.ReadByte() == High;
        bits.Skip(16); // constraints, level
        bits.ReadNumber(); // id
        if (isHigh)
            SkipFormat(ref bits);
        bits.ReadNumber(); // bits of the frame number
        // The order of frames, in one of three kinds: only the first has a field here, and the second is not used for live video.
        if (bits.ReadNumber() == 0)
            bits.ReadNumber();
        bits.ReadNumber(); // reference frames
        bits.Skip(1);
        int width = 16 * (bits.ReadNumber() + 1), height = 16 * (bits.ReadNumber() + 1);
        bits.Skip(2);
        if (bits.ReadBit() == 1)
        {
            width -= 2 * (bits.ReadNumber() + bits.ReadNumber());
            height -= 2 * (bits.ReadNumber() + bits.ReadNumber());
        }

        return head with { Width = width, Height = height };
    }

    /// <summary>Subsampling, depths, a flag of lossless coding, and that there are no scaling lists.</summary>
    private static void SkipFormat(ref BitReader bits)
    {
        for (int i = 0; i < 3; i++)
            bits.ReadNumber();
        bits.Skip(2);
    }
}
