namespace VideoStream.Encoding.H264.Ffmpeg;

/// <summary>One H.264 tag of FLV.</summary>
/// <param name="IsConfiguration">Whether it has the parameter sets. If not, it has one access unit.</param>
/// <param name="Milliseconds">The timestamp of the picture. Only the lower 31 bits.</param>
/// <param name="Payload">
/// An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1), or NAL units with their length in four bytes before each.
/// </param>
internal readonly ref struct FlvTag(bool IsConfiguration, int Milliseconds, ReadOnlySpan<byte> Payload)
{
    public bool IsConfiguration { get; } = IsConfiguration;

    public int Milliseconds { get; } = Milliseconds;

    public ReadOnlySpan<byte> Payload { get; } = Payload;
}
