namespace VideoStream.Frames.H264;

/// <summary>The first byte of a NAL unit (ITU-T H.264, 7.3.1).</summary>
/// <param name="Value">The byte.</param>
internal readonly record struct NalHeader(byte Value)
{
    public NalType Type => (NalType)(Value & 0x1F);

    /// <summary>nal_ref_idc: 0 if no other picture refers to this one, so that it can be left out.</summary>
    public int RefIdc => (Value >> 5) & 3;

    /// <summary>Whether it has samples of a picture.</summary>
    public bool IsSlice => Type is >= NalType.Slice and <= NalType.IdrSlice;
}
