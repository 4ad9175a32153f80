namespace VideoStream.Tests.Support;

/// <summary>Returns its bytes and then fails as a lost connection does.</summary>
internal sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, count) is > 0 and int read ? read : throw new IOException("connection reset");
}
