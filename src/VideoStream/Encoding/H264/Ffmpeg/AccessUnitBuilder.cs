using System.Buffers.Binary;
using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// Makes access units in annex B form of what an MP4 or an FLV has (ISO/IEC 14496-15): parameter sets before each key frame, then the
/// slices, and nothing else. The parameter sets say that no picture is reordered, so that decoders hold none back.
/// </summary>
internal sealed class AccessUnitBuilder
{
    private const int LengthBytes = 4, FirstParameterSet = 5, CountMask = 0x1F;

    private byte[] _unit = new byte[32 * 1024];
    private byte[] _parameterSets = [];
    private int _length;

    /// <summary>Takes the parameter sets for the key frames that follow.</summary>
    /// <param name="record">An AVCDecoderConfigurationRecord.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Configure(ReadOnlySpan<byte> record)
    {
        _length = 0;
        // The lengths of NAL units have one byte more than the lower two bits say.
        if (record.Length <= FirstParameterSet || (record[4] & 3) != LengthBytes - 1)
            throw Damaged();
        int at = FirstParameterSet;
        for (int list = 0; list < 2; list++)
        {
            int count = list == 0 ? record[at] & CountMask : record[at];
            at++;
            for (; count > 0; count--)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(Part(record, at, 2));
                AddParameterSet(Part(record, at + 2, length));
                at += 2 + length;
            }

            if (list == 0)
                Part(record, at, 1);
        }

        _parameterSets = _unit[.._length];
    }

    /// <summary>Builds one access unit.</summary>
    /// <param name="units">NAL units with their length in four bytes before each.</param>
    /// <param name="isKeyFrame">Whether it is a key frame.</param>
    /// <returns>The unit. Valid until the next call.</returns>
    /// <exception cref="InvalidDataException">It is damaged, has no slice, or is a key frame without parameter sets.</exception>
    public ReadOnlySpan<byte> Build(ReadOnlySpan<byte> units, out bool isKeyFrame)
    {
        (_length, isKeyFrame) = (0, false);
        for (int at = 0; at < units.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(Part(units, at, LengthBytes));
            ReadOnlySpan<byte> nal = Part(units, at + LengthBytes, length);
            at += LengthBytes + nal.Length;
            if (nal.IsEmpty || !new NalHeader(nal[0]).IsSlice)
                continue;
            if (_length == 0 && new NalHeader(nal[0]).Type == NalType.IdrSlice)
            {
                isKeyFrame = true;
                Add(_parameterSets);
            }

            Add(AnnexB.StartCode);
            Add(nal);
        }

        if (_length == 0 || (isKeyFrame && _parameterSets.Length == 0))
            throw Damaged();
        return _unit.AsSpan(0, _length);
    }

    private void AddParameterSet(ReadOnlySpan<byte> nal)
    {
        Add(AnnexB.StartCode);
        if (!SpsReader.TryRead(nal, out SpsInfo sps) || sps.MaxReorderFrames == 0)
        {
            Add(nal);
            return;
        }

        Span<byte> restricted = new byte[SpsRewriter.MaxLength(nal.Length)];
        Add(SpsRewriter.TryRestrict(nal, restricted, out int length) ? restricted[..length] : nal);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _unit.Length)
            Array.Resize(ref _unit, 2 * (_length + bytes.Length));
        bytes.CopyTo(_unit.AsSpan(_length));
        _length += bytes.Length;
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, int at, long length) =>
        at + length <= bytes.Length ? bytes.Slice(at, (int)length) : throw Damaged();

    private static InvalidDataException Damaged() => new("the encoder's output is damaged");
}
