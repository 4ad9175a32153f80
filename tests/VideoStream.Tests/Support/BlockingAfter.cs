namespace VideoStream.Tests.Support;

/// <summary>Fails a read that would block, because the camera has sent no more than these bytes so far.</summary>
internal sealed class BlockingAfter(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, count) is > 0 and int read ? read : throw new InvalidOperationException("reads more than was sent");
}
