using System.Buffers.Binary;

namespace VideoStream.Frames.H264;

/// <summary>What an MP4 or an FLV says of its H.264: an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1).</summary>
/// <param name="LengthBytes">How many bytes the length of a NAL unit has: 1 to 4.</param>
/// <param name="ParameterSets">The SPS, and then the PPS. There may be none.</param>
internal sealed record AvcConfiguration(int LengthBytes, IReadOnlyList<byte[]> ParameterSets)
{
    private const int FirstParameterSet = 5, CountMask = 0x1F, SizeField = 2;

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static AvcConfiguration Read(ReadOnlySpan<byte> record)
    {
        if (record.Length <= FirstParameterSet)
            throw Damaged();
        List<byte[]> sets = [];
        int sps = record[FirstParameterSet] & CountMask;
        int at = ReadSets(record, FirstParameterSet + 1, sps, sets);
        ReadSets(record, at + 1, Part(record, at, 1)[0], sets);
        // The lower two bits say one less.
        return new AvcConfiguration((record[4] & 3) + 1, sets);
    }

    /// <summary>Reads the NAL unit at an index. Its length is before it.</summary>
    /// <param name="units">NAL units.</param>
    /// <param name="at">Where the unit begins; afterwards, where the next one does.</param>
    /// <exception cref="InvalidDataException">It is longer than what there is.</exception>
    public ReadOnlySpan<byte> ReadUnit(ReadOnlySpan<byte> units, ref int at)
    {
        uint length = 0;
        foreach (byte value in Part(units, at, LengthBytes))
            length = (length << 8) | value;
        ReadOnlySpan<byte> unit = Part(units, at + LengthBytes, length);
        at += LengthBytes + unit.Length;
        return unit;
    }

    private static int ReadSets(ReadOnlySpan<byte> record, int at, int count, List<byte[]> sets)
    {
        for (; count > 0; count--)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(Part(record, at, SizeField));
            sets.Add(Part(record, at + SizeField, length).ToArray());
            at += SizeField + length;
        }

        return at;
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, int at, long length) =>
        at + length <= bytes.Length ? bytes.Slice(at, (int)length) : throw Damaged();

    private static InvalidDataException Damaged() => new("the output of ffmpeg is damaged");
}
