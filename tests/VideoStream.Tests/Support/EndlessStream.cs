namespace VideoStream.Tests.Support;

/// <summary>Repeats its bytes until it has returned so many.</summary>
internal sealed class EndlessStream(byte[] bytes, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (read < count && _position < length)
        {
            int at = (int)(_position % bytes.Length);
            int copied = (int)Math.Min(Math.Min(count - read, bytes.Length - at), length - _position);
            bytes.AsSpan(at, copied).CopyTo(buffer.AsSpan(offset + read));
            read += copied;
            _position += copied;
        }

        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
