using System.Buffers;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Frames;

/// <summary>
/// One whole JPEG in pooled memory, with some room before it: there its comment can be put without moving the frame, so that a camera's
/// own JPEG goes from the camera's socket to the viewers' without being copied.
/// </summary>
/// <param name="rented">Memory of the shared array pool, which this takes over.</param>
/// <param name="start">Where the frame begins, at <see cref="PrefixRoom"/> or behind.</param>
/// <param name="length">How many bytes it has.</param>
internal sealed class PooledBuffer(byte[] rented, int start, int length) : RefCounted
{
    /// <summary>Bytes to leave in front of every frame: more than any prefix that a transport puts there.</summary>
    public const int PrefixRoom = 16;

    /// <summary>Bytes to leave in front of a frame that is to get metadata: more than metadata, the Huffman tables and a prefix have.</summary>
    public const int Headroom = 1024;

    private byte[]? _rented = rented;
    private int _start = start;
    private int _length = length;

    /// <summary>The JPEG's bytes. Valid while the caller holds a claim.</summary>
    public ReadOnlyMemory<byte> Bytes => new(_rented ?? throw new ObjectDisposedException(nameof(PooledBuffer)), _start, _length);

    /// <summary>Copies a frame.</summary>
    public static PooledBuffer Copy(ReadOnlySpan<byte> jpeg)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Headroom + jpeg.Length);
        jpeg.CopyTo(rented.AsSpan(Headroom));
        return new PooledBuffer(rented, Headroom, jpeg.Length);
    }

    /// <summary>
    /// Puts segments into the frame where a comment may stand, before anybody else holds it. What stands before moves to the front.
    /// </summary>
    /// <exception cref="InvalidOperationException">There isn't enough room before the frame.</exception>
    public void Insert(ReadOnlySpan<byte> segments)
    {
        if (_start - PrefixRoom < segments.Length)
            throw new InvalidOperationException($"{_start - PrefixRoom} bytes of room, {segments.Length} needed");
        int before = JpegMetadata.Position(Bytes.Span);
        Span<byte> all = _rented;
        all.Slice(_start, before).CopyTo(all[(_start - segments.Length)..]);
        _start -= segments.Length;
        _length += segments.Length;
        segments.CopyTo(all[(_start + before)..]);
    }

    /// <summary>Writes a transport's prefix right before the bytes: always the same one, as others may be reading it.</summary>
    /// <param name="prefix">At most <see cref="PrefixRoom"/> bytes.</param>
    public void WritePrefix(ReadOnlySpan<byte> prefix)
    {
        ObjectDisposedException.ThrowIf(_rented is null, this);
        prefix.CopyTo(_rented.AsSpan(_start - prefix.Length));
    }

    /// <summary>The prefix and the bytes. Valid while the caller holds a claim.</summary>
    /// <param name="length">How many bytes the prefix has that was written.</param>
    public ReadOnlyMemory<byte> WithPrefix(int length) =>
        new(_rented ?? throw new ObjectDisposedException(nameof(PooledBuffer)), _start - length, length + _length);

    protected override void Free()
    {
        ArrayPool<byte>.Shared.Return(_rented!);
        _rented = null;
    }
}
