namespace VideoStream.Frames.H264;

/// <summary>A NAL unit of a byte stream.</summary>
/// <param name="start">The index in the stream at which its start code begins.</param>
/// <param name="bytes">The header and what follows, without the start code and without zeros at the end. Never empty.</param>
internal readonly ref struct NalUnit(int start, ReadOnlySpan<byte> bytes)
{
    public int Start => start;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public NalHeader Header => new(Bytes[0]);
}
