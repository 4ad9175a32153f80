namespace VideoStream.Cameras.Sources.Http;

/// <summary>A body that ends after a number of bytes, or with the connection.</summary>
/// <param name="received">The bytes of the connection.</param>
/// <param name="length">The length in bytes; null if the body ends with the connection.</param>
internal sealed class PlainBody(ReceiveBuffer received, long? length) : ResponseBody
{
    private long _left = length ?? long.MaxValue;

    public override bool IsDelimited => length is not null;

    public override bool IsComplete => _left == 0;

    public override int Read(Span<byte> buffer)
    {
        if (_left == 0 || buffer.IsEmpty)
            return 0;
        int read = received.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= read;
        return read;
    }
}
