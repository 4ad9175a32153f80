namespace VideoStream.Frames.H264;

/// <summary>What a NAL unit has: nal_unit_type of ITU-T H.264, table 7-1. Other types occur, too, as numbers.</summary>
internal enum NalType : byte
{
    Unspecified = 0,

    /// <summary>A slice of a picture that is no key frame.</summary>
    Slice = 1,

    PartitionA = 2,

    PartitionB = 3,

    PartitionC = 4,

    /// <summary>A slice of a key frame: decoding can begin there.</summary>
    IdrSlice = 5,

    /// <summary>Supplemental enhancement information: messages that decoders can ignore.</summary>
    Sei = 6,

    /// <summary>A sequence parameter set: size, profile, level and colours.</summary>
    Sps = 7,

    /// <summary>A picture parameter set.</summary>
    Pps = 8,

    AccessUnitDelimiter = 9,

    EndOfSequence = 10,

    EndOfStream = 11,

    Filler = 12,

    /// <summary>Belongs to the slice that follows it at once (annex G).</summary>
    Prefix = 14,
}
