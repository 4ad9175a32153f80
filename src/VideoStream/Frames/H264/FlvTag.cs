namespace VideoStream.Frames.H264;

/// <summary>One H.264 tag of FLV.</summary>
/// <param name="isConfiguration">Whether it has the parameter sets. If not, it has one access unit.</param>
/// <param name="milliseconds">The timestamp of the picture: 31 bits.</param>
/// <param name="payload">
/// An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1), or NAL units with their length in four bytes before each.
/// </param>
internal readonly ref struct FlvTag(bool isConfiguration, int milliseconds, ReadOnlySpan<byte> payload)
{
    public bool IsConfiguration => isConfiguration;

    public int Milliseconds => milliseconds;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
