using System.Buffers;

namespace VideoStream.Frames;

/// <summary>
/// Encoded bytes in pooled memory, with room before and behind them. Metadata, a transport's prefix and its suffix fit in there, so that a
/// frame goes from one socket to many without a copy.
/// </summary>
/// <param name="rented">Memory of the shared array pool, which the buffer takes over.</param>
/// <param name="start">Where the bytes begin: at least <see cref="PrefixRoom"/>.</param>
/// <param name="length">How many bytes there are. <see cref="SuffixRoom"/> bytes must follow them.</param>
internal sealed class PooledBuffer(byte[] rented, int start, int length) : RefCounted
{
    /// <summary>Room to leave before every encoded frame, in bytes: more than any transport's prefix.</summary>
    public const int PrefixRoom = 16;

    /// <summary>Room to leave behind every encoded frame, in bytes: more than any transport's suffix.</summary>
    public const int SuffixRoom = 16;

    /// <summary>Room to leave before bytes that come from a source: more than metadata, the tables of a JPEG and a prefix need.</summary>
    public const int Headroom = 1024;

    private byte[]? _rented = rented;
    private int _start = start;
    private int _length = length;

    /// <summary>The bytes. Valid while the caller holds a reference.</summary>
    public ReadOnlyMemory<byte> Bytes => new(_rented ?? throw new ObjectDisposedException(nameof(PooledBuffer)), _start, _length);

    /// <summary>Copies bytes into a new buffer, with <see cref="Headroom"/> before them, and perhaps others behind them.</summary>
    public static PooledBuffer Copy(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> end = default)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Headroom + bytes.Length + end.Length + SuffixRoom);
        bytes.CopyTo(rented.AsSpan(Headroom));
        end.CopyTo(rented.AsSpan(Headroom + bytes.Length));
        return new PooledBuffer(rented, Headroom, bytes.Length + end.Length);
    }

    /// <summary>Copies encoded bytes with others inserted, such as metadata.</summary>
    /// <param name="bytes">The encoded bytes.</param>
    /// <param name="position">Where to insert, counted from the first byte.</param>
    /// <param name="inserted">What to insert.</param>
    public static PooledBuffer CopyWith(ReadOnlySpan<byte> bytes, int position, ReadOnlySpan<byte> inserted)
    {
        int length = bytes.Length + inserted.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(PrefixRoom + length + SuffixRoom);
        Span<byte> copy = rented.AsSpan(PrefixRoom);
        bytes[..position].CopyTo(copy);
        inserted.CopyTo(copy[position..]);
        bytes[position..].CopyTo(copy[(position + inserted.Length)..]);
        return new PooledBuffer(rented, PrefixRoom, length);
    }

    /// <summary>Inserts bytes, while nothing else reads the buffer. The bytes before them move into the room in front.</summary>
    /// <param name="position">Where to insert, counted from the first byte.</param>
    /// <param name="bytes">What to insert.</param>
    /// <exception cref="InvalidOperationException">There isn't enough room.</exception>
    public void Insert(int position, ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_rented is null, this);
        if (_start - PrefixRoom < bytes.Length)
            throw new InvalidOperationException($"{_start - PrefixRoom} bytes of room, {bytes.Length} needed");
        Span<byte> all = _rented;
        all.Slice(_start, position).CopyTo(all[(_start - bytes.Length)..]);
        _start -= bytes.Length;
        _length += bytes.Length;
        bytes.CopyTo(all[(_start + position)..]);
    }

    /// <summary>
    /// Writes a transport's prefix right before the bytes. Others may be reading it, so it must be the same at every call.
    /// </summary>
    /// <param name="prefix">At most <see cref="PrefixRoom"/> bytes.</param>
    public void WritePrefix(ReadOnlySpan<byte> prefix)
    {
        ObjectDisposedException.ThrowIf(_rented is null, this);
        prefix.CopyTo(_rented.AsSpan(_start - prefix.Length));
    }

    /// <summary>
    /// Writes a transport's suffix right behind the bytes. Others may be reading it, so it must be the same at every call.
    /// </summary>
    /// <param name="suffix">At most <see cref="SuffixRoom"/> bytes.</param>
    public void WriteSuffix(ReadOnlySpan<byte> suffix)
    {
        ObjectDisposedException.ThrowIf(_rented is null, this);
        suffix.CopyTo(_rented.AsSpan(_start + _length));
    }

    /// <summary>The prefix, the bytes and the suffix. Valid while the caller holds a reference.</summary>
    /// <param name="prefix">The length of the prefix that was written.</param>
    /// <param name="suffix">The length of the suffix that was written; 0 for none.</param>
    public ReadOnlyMemory<byte> Framed(int prefix, int suffix) =>
        new(_rented ?? throw new ObjectDisposedException(nameof(PooledBuffer)), _start - prefix, prefix + _length + suffix);

    protected override void Free()
    {
        ArrayPool<byte>.Shared.Return(_rented!);
        _rented = null;
    }
}
