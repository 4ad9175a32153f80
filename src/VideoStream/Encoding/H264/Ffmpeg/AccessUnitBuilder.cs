using VideoStream.Frames.H264;

namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>
/// Makes access units in annex B form of what an MP4 or an FLV has (ISO/IEC 14496-15): parameter sets before each key frame, then the
/// slices, and nothing else. The parameter sets say that no picture is reordered, so that decoders hold none back.
/// </summary>
internal sealed class AccessUnitBuilder
{
    private AvcConfiguration _configuration = new(LengthBytes: 4, []);
    private byte[] _unit = new byte[32 * 1024];
    private byte[] _parameterSets = [];
    private int _length;

    /// <summary>Takes the parameter sets for the key frames that follow.</summary>
    /// <param name="record">An AVCDecoderConfigurationRecord.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Configure(ReadOnlySpan<byte> record)
    {
        _configuration = AvcConfiguration.Read(record);
        _length = 0;
        foreach (byte[] set in _configuration.ParameterSets)
            AddParameterSet(set);
        _parameterSets = _unit[.._length];
    }

    /// <summary>Builds one access unit.</summary>
    /// <param name="units">NAL units with their length before each.</param>
    /// <param name="isKeyFrame">Whether it is a key frame.</param>
    /// <returns>The unit. Valid until the next call.</returns>
    /// <exception cref="InvalidDataException">It is damaged, has no slice, or is a key frame without parameter sets.</exception>
    public ReadOnlySpan<byte> Build(ReadOnlySpan<byte> units, out bool isKeyFrame)
    {
        (_length, isKeyFrame) = (0, false);
        for (int at = 0; at < units.Length;)
        {
            ReadOnlySpan<byte> nal = _configuration.ReadUnit(units, ref at);
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

    private static InvalidDataException Damaged() => new("the output of ffmpeg is damaged");
}
