namespace VideoStream.Cameras.Sources.Http;

/// <summary>The body of a response, as a stream that blocks.</summary>
internal abstract class ResponseBody : Stream
{
    /// <summary>Whether the body ends before the connection does, so that another response can follow.</summary>
    public abstract bool IsDelimited { get; }

    /// <summary>Whether the body was read to its end.</summary>
    public abstract bool IsComplete { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
