namespace VideoStream.Tests.Support;

/// <summary>Gives its bytes in pieces, as TCP may cut them.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="cuts">Maximum length of each piece, over and over again.</param>
internal sealed class CutStream(byte[] bytes, int[] cuts) : MemoryStream(bytes)
{
    private int _pieces;

    /// <summary>How many bytes were given.</summary>
    public int Given { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, Math.Min(count, cuts[_pieces++ % cuts.Length]));
        Given += read;
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        byte[] copy = new byte[buffer.Length];
        int read = Read(copy, 0, copy.Length);
        copy.AsSpan(0, read).CopyTo(buffer);
        return read;
    }
}
