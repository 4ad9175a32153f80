namespace VideoStream.Tests.Support;

/// <summary>Returns its bytes in pieces of these lengths, again and again, as TCP might cut them.</summary>
internal sealed class ChoppedStream(byte[] bytes, params int[] lengths) : MemoryStream(bytes)
{
    private int _reads;

    /// <summary>How many bytes were read, also after it was closed.</summary>
    public long BytesRead { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, Math.Min(count, lengths[_reads++ % lengths.Length]));
        BytesRead += read;
        return read;
    }
}
