using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VideoStream.Frames.Text;

/// <summary>
/// A drawing of white with a black outline: how much of each pixel it covers. Its memory is used again for other drawings. There are
/// zeros around it, so that neighbours of any pixel can be read.
/// </summary>
internal sealed class CoverageMask
{
    private byte[] _cover = [];
    private byte[] _light = [];

    /// <summary>Pixels from the drawing's origin to the first column.</summary>
    public int Left { get; private set; }

    /// <summary>Pixels from the drawing's origin down to the first row.</summary>
    public int Top { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Bytes from a row to the next one.</summary>
    public int Stride { get; private set; }

    /// <summary>The part of each pixel that is covered, of 255, from a pixel on. It may be one beside the drawing.</summary>
    public ReadOnlySpan<byte> CoverFrom(int row, int column) => _cover.AsSpan(Position(row) + column);

    /// <summary>The part of each pixel that is white, like <see cref="CoverFrom"/>. Never more than is covered.</summary>
    public ReadOnlySpan<byte> LightFrom(int row, int column) => _light.AsSpan(Position(row) + column);

    /// <summary>Makes room for a drawing, of which nothing is covered yet.</summary>
    public void Clear(int left, int top, int width, int height)
    {
        (Left, Top, Width, Height) = (left, top, width, height);
        Stride = GlyphMask.Padded(width) + Vector128<byte>.Count;
        // A row above and one below, and what vectors read beyond them.
        int length = ((height + 3) * Stride) + (2 * Vector128<byte>.Count);
        if (_cover.Length < length)
            (_cover, _light) = (new byte[length], new byte[length]);
        _cover.AsSpan(0, length).Clear();
        _light.AsSpan(0, length).Clear();
    }

    /// <summary>Adds a glyph. Where it overlaps another one, each pixel is covered as by the one that covers it more.</summary>
    /// <param name="glyph">The glyph. It must lie within the drawing.</param>
    /// <param name="x">Where its origin is.</param>
    /// <param name="y">Where its baseline is.</param>
    public void Add(GlyphMask glyph, int x, int y)
    {
        int column = x + glyph.Left - Left, row = y + glyph.Top - Top;
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(column + glyph.Width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(row + glyph.Height, Height);
        for (int i = 0; i < glyph.Height; i++)
        {
            int to = Position(row + i) + column, from = i * glyph.Stride;
            Unite(_cover.AsSpan(to, glyph.Stride), glyph.Cover.AsSpan(from, glyph.Stride));
            Unite(_light.AsSpan(to, glyph.Stride), glyph.Light.AsSpan(from, glyph.Stride));
        }
    }

    /// <summary>Covers a rectangle, which must lie within the drawing.</summary>
    public void Add(int left, int top, int width, int height, bool isLight)
    {
        for (int row = top - Top; row < top - Top + height; row++)
        {
            _cover.AsSpan(Position(row) + left - Left, width).Fill(byte.MaxValue);
            if (isLight)
                _light.AsSpan(Position(row) + left - Left, width).Fill(byte.MaxValue);
        }
    }

    private int Position(int row) => ((row + 1) * Stride) + Vector128<byte>.Count;

    private static void Unite(Span<byte> to, ReadOnlySpan<byte> from)
    {
        Span<Vector128<byte>> all = MemoryMarshal.Cast<byte, Vector128<byte>>(to);
        ReadOnlySpan<Vector128<byte>> more = MemoryMarshal.Cast<byte, Vector128<byte>>(from);
        for (int i = 0; i < more.Length; i++)
            all[i] = Vector128.Max(all[i], more[i]);
    }
}
