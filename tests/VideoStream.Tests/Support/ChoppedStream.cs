namespace VideoStream.Tests.Support;

/// <summary>Returns its bytes in pieces of these lengths, again and again, as TCP might cut them.</summary>
internal sealed class ChoppedStream(byte[] bytes, params int[] lengths) : MemoryStream(bytes)
{
    private int _reads;

    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, Math.Min(count, lengths[_reads++ % lengths.Length]));
}
