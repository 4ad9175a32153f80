namespace VideoStream.Encoding.H264;

/// <summary>
/// One access unit: the coded form of one picture. A unit of layer L depends on the newest unit of a lower layer (of layer 0: on the unit
/// of layer 0 before it), and on nothing else. So a viewer can skip a unit with all that follow it, up to the next one of its layer or of
/// a lower one, and decodes the rest as if nothing were missing. Only a skipped unit of layer 0 needs a key frame.
/// </summary>
internal readonly ref struct H264Unit
{
    /// <summary>
    /// A byte stream (ITU-T H.264, annex B): SPS and PPS before a key frame, then the slices. Valid until the next call of the encoder.
    /// </summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Whether decoding can begin here.</summary>
    public bool IsKeyFrame { get; init; }

    /// <summary>0 is the base, which has every fourth picture. 0 and 1 have every second, 0 to 2 have all.</summary>
    public int TemporalLayer { get; init; }
}
