using System.Buffers;
using VideoStream.Frames;

namespace VideoStream.Encoding;

/// <summary>One whole JPEG of one picture in one variant, in pooled memory that all clients of the variant share.</summary>
internal sealed class EncodedPicture(byte[] rented, int length, FrameStamp stamp, PictureSize size, int quality, TimeSpan encodeTime) : Counted
{
    private byte[]? _buffer = rented;

    /// <summary>The JPEG's bytes. Valid while the caller holds a claim.</summary>
    public ReadOnlyMemory<byte> Bytes => new(_buffer ?? throw new ObjectDisposedException(nameof(EncodedPicture)), 0, length);

    public FrameStamp Stamp => stamp;

    public PictureSize Size => size;

    /// <summary>JPEG quality that it was encoded with.</summary>
    public int Quality => quality;

    /// <summary>How long resizing, drawing and encoding took.</summary>
    public TimeSpan EncodeTime => encodeTime;

    protected override void Free()
    {
        ArrayPool<byte>.Shared.Return(_buffer!);
        _buffer = null;
    }
}
