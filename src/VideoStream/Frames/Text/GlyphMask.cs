using System.Runtime.Intrinsics;

namespace VideoStream.Frames.Text;

/// <summary>How much of each pixel one glyph covers. It does not change.</summary>
/// <param name="left">Pixels from the glyph's origin to the first column.</param>
/// <param name="top">Pixels from the baseline down to the first row.</param>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
internal sealed class GlyphMask(int left, int top, int width, int height)
{
    /// <summary>A glyph without pixels, such as a space.</summary>
    public static readonly GlyphMask Empty = new(0, 0, 0, 0);

    public int Left => left;

    public int Top => top;

    public int Width => width;

    public int Height => height;

    /// <summary>Bytes from a row to the next one. What a row has beyond the width is zero.</summary>
    public int Stride { get; } = Padded(width);

    /// <summary>The part of a pixel that the glyph with its outline covers, of 255.</summary>
    public byte[] Cover { get; } = new byte[Padded(width) * height];

    /// <summary>The part that the glyph without its outline covers, of 255. Never more than <see cref="Cover"/>.</summary>
    public byte[] Light { get; } = new byte[Padded(width) * height];

    /// <summary>Vectors read and write whole ones.</summary>
    public static int Padded(int width) => (width + Vector128<byte>.Count - 1) & ~(Vector128<byte>.Count - 1);
}
