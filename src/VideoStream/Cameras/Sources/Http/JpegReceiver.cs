using System.Buffers;
using VideoStream.Frames;
using VideoStream.Frames.Jpeg;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads a stream into pooled memory. A complete JPEG is detached together with its memory, without a copy. Only the bytes after it are
/// copied, to the next buffer.
/// </summary>
internal sealed class JpegReceiver(Stream stream) : IDisposable
{
    /// <summary>Maximum length of a frame in bytes. Cameras send far less.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Maximum bytes without a picture among them. Rubbish without end would keep a core busy.</summary>
    public const int MaxRubbish = 2 * MaxBytes;

    private const int SmallestBuffer = 64 * 1024;

    private byte[]? _rented = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
    private int _start = PooledBuffer.Headroom;
    private int _end = PooledBuffer.Headroom;
    private long _pictureAt;

    /// <summary>The bytes that have arrived and are not consumed yet.</summary>
    public ReadOnlySpan<byte> Data => _rented.AsSpan(_start.._end);

    /// <summary>How many bytes of the stream were consumed before those.</summary>
    public long Position { get; private set; }

    /// <summary>Blocks until more bytes arrive.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="IOException">The connection failed.</exception>
    /// <exception cref="InvalidDataException">The data is longer than a frame may be.</exception>
    public bool Fill()
    {
        if (_end - _start >= MaxBytes)
            throw new InvalidDataException($"more than {MaxBytes >> 20} MB without the end of a picture");
        if (Position - _pictureAt > MaxRubbish)
            throw new InvalidDataException($"more than {MaxRubbish >> 20} MB without a picture");
        if (_end == _rented!.Length - PooledBuffer.SuffixRoom)
            MakeRoom(_end - _start);
        int read = stream.Read(_rented, _end, _rented.Length - PooledBuffer.SuffixRoom - _end);
        _end += read;
        return read > 0;
    }

    /// <summary>Blocks until more bytes arrive.</summary>
    /// <exception cref="EndOfStreamException">The stream has ended.</exception>
    public void FillOrThrow()
    {
        if (!Fill())
            throw new EndOfStreamException();
    }

    public void Consume(int bytes) => (_start, Position) = (_start + bytes, Position + bytes);

    /// <summary>Detaches a frame from the front. The caller releases it.</summary>
    /// <param name="length">The frame's length in bytes.</param>
    /// <param name="lacksEnd">Whether the frame has no end marker and gets one.</param>
    public PooledBuffer DetachFrame(int length, bool lacksEnd = false)
    {
        if (lacksEnd && _start + length + JpegMarkers.End.Length > _rented!.Length - PooledBuffer.SuffixRoom)
            MakeRoom(_end - _start);
        (byte[] detached, int start) = (_rented!, _start);
        DetachRest(length);
        Position += length;
        _pictureAt = Position;
        if (!lacksEnd)
            return new PooledBuffer(detached, start, length);
        JpegMarkers.End.CopyTo(detached.AsSpan(start + length));
        return new PooledBuffer(detached, start, length + JpegMarkers.End.Length);
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    /// <summary>Copies the bytes after a frame to the next buffer.</summary>
    private void DetachRest(int length)
    {
        int rest = _end - _start - length;
        // The next frame is about as long. With half as much again, the buffer rarely has to grow.
        byte[] next = ArrayPool<byte>.Shared.Rent(
            Math.Max(SmallestBuffer, PooledBuffer.Headroom + Math.Max(rest, length + (length / 2)) + PooledBuffer.SuffixRoom));
        _rented.AsSpan(_start + length, rest).CopyTo(next.AsSpan(PooledBuffer.Headroom));
        (_rented, _start, _end) = (next, PooledBuffer.Headroom, PooledBuffer.Headroom + rest);
    }

    private void MakeRoom(int used)
    {
        bool isFull = used > (_rented!.Length - PooledBuffer.Headroom) / 2;
        byte[] room = isFull ? ArrayPool<byte>.Shared.Rent(_rented.Length * 2) : _rented;
        _rented.AsSpan(_start, used).CopyTo(room.AsSpan(PooledBuffer.Headroom));
        if (isFull)
            ArrayPool<byte>.Shared.Return(_rented);
        (_rented, _start, _end) = (room, PooledBuffer.Headroom, PooledBuffer.Headroom + used);
    }
}
