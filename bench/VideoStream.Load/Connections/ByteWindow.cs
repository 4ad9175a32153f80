using System.Runtime.CompilerServices;

namespace VideoStream.Load.Connections;

/// <summary>Makes the next bytes visible before they are consumed. Uses one small buffer.</summary>
internal sealed class ByteWindow(IByteSource source) : IByteSource
{
    /// <summary>Size of the buffer: enough for the head of a frame or of an HTTP response.</summary>
    public const int Size = 4096;

    private readonly byte[] _buffer = new byte[Size];
    private int _start;
    private int _end;

    /// <summary>Bytes that were read and not yet consumed.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Waits until at least <paramref name="count"/> bytes are unread.</summary>
    /// <exception cref="EndOfStreamException">The stream has ended.</exception>
    public ValueTask EnsureAsync(int count) => Unread.Length >= count ? ValueTask.CompletedTask : FillAsync(count);

    /// <summary>Drops <paramref name="count"/> bytes.</summary>
    /// <exception cref="EndOfStreamException">The stream has ended.</exception>
    public ValueTask DropAsync(long count)
    {
        int here = (int)Math.Min(count, Unread.Length);
        Consume(here);
        return here == count ? ValueTask.CompletedTask : DropFurtherAsync(count - here);
    }

    public ValueTask<int> ReadAsync(Memory<byte> into)
    {
        if (Unread.IsEmpty)
            return source.ReadAsync(into);
        int count = Math.Min(into.Length, Unread.Length);
        Unread[..count].CopyTo(into.Span);
        Consume(count);
        return ValueTask.FromResult(count);
    }

    public ValueTask<int> SkipAsync(int most)
    {
        if (Unread.IsEmpty)
            return source.SkipAsync(most);
        int count = Math.Min(most, Unread.Length);
        Consume(count);
        return ValueTask.FromResult(count);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(int count)
    {
        if (count > Size)
            throw new InvalidDataException($"a head is longer than {Size} bytes");
        Unread.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        while (_end < count)
        {
            int read = await source.ReadAsync(_buffer.AsMemory(_end));
            if (read == 0)
                throw new EndOfStreamException();
            _end += read;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DropFurtherAsync(long count)
    {
        while (count > 0)
        {
            int dropped = await source.SkipAsync((int)Math.Min(count, int.MaxValue));
            if (dropped == 0)
                throw new EndOfStreamException();
            count -= dropped;
        }
    }
}
