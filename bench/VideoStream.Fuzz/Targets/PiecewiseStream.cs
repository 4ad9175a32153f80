namespace VideoStream.Fuzz.Targets;

/// <summary>Bytes that arrive in pieces of one length.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
}
