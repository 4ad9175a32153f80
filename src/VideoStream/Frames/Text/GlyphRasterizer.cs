using SkiaSharp;

namespace VideoStream.Frames.Text;

/// <summary>Draws single glyphs, by Skia.</summary>
internal static class GlyphRasterizer
{
    // Larger ones are of a damaged font: the largest text is 1/26 of a frame.
    private const int MaxSide = 2048;

    /// <summary>Draws a glyph with an outline around it.</summary>
    /// <param name="glyph">The glyph.</param>
    /// <param name="size">The height of an em in pixels.</param>
    /// <param name="shift">The part of a pixel that it is moved to the right.</param>
    /// <param name="outline">The width of the outline in pixels.</param>
    public static GlyphMask Draw(ShapedGlyph glyph, float size, float shift, float outline)
    {
        using SKFont font = glyph.Face.InSize(size);
        using SKPath? path = font.GetGlyphPath(glyph.Id);
        if (path is { IsEmpty: false })
            return DrawPath(path, shift, outline);
        return DrawPicture(font, glyph.Id, shift, (int)MathF.Ceiling(outline));
    }

    private static GlyphMask DrawPath(SKPath path, float shift, float outline)
    {
        if (MaskFor(path.TightBounds, shift, outline + 1) is not { } mask)
            return GlyphMask.Empty;
        using var paint = new SKPaint { IsAntialias = true, Style = SKPaintStyle.Fill };
        using SKSurface surface = SKSurface.Create(new SKImageInfo(mask.Width, mask.Height, SKColorType.Alpha8, SKAlphaType.Premul));
        surface.Canvas.Translate(shift - mask.Left, -mask.Top);
        surface.Canvas.DrawPath(path, paint);
        Read(surface, mask, mask.Light);
        (paint.Style, paint.StrokeWidth, paint.StrokeJoin) = (SKPaintStyle.StrokeAndFill, outline * 2, SKStrokeJoin.Round);
        surface.Canvas.DrawPath(path, paint);
        Read(surface, mask, mask.Cover);
        for (int i = 0; i < mask.Cover.Length; i++)
            mask.Cover[i] = Math.Max(mask.Cover[i], mask.Light[i]);
        return mask;
    }

    /// <summary>A glyph that is a picture, as those of emoji are: its brightness, with a margin around it.</summary>
    private static GlyphMask DrawPicture(SKFont font, ushort id, float shift, int outline)
    {
        font.GetGlyphWidths([id], out SKRect[] bounds);
        if (MaskFor(bounds[0], shift, outline + 1) is not { } mask)
            return GlyphMask.Empty;
        using var text = new SKTextBlobBuilder();
        text.AddRun([id], font);
        using SKTextBlob? blob = text.Build();
        using var paint = new SKPaint { IsAntialias = true };
        using var picture = new SKBitmap(new SKImageInfo(mask.Width, mask.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(picture))
            canvas.DrawText(blob, shift - mask.Left, -mask.Top, paint);
        ReadOnlySpan<byte> pixels = picture.GetPixelSpan();
        for (int y = 0; y < mask.Height; y++)
        {
            for (int x = 0; x < mask.Width; x++)
                Set(mask, x, y, outline, pixels.Slice((y * picture.RowBytes) + (x * 4), 4));
        }

        return mask;
    }

    private static void Set(GlyphMask mask, int x, int y, int outline, ReadOnlySpan<byte> pixel)
    {
        byte alpha = pixel[3];
        mask.Light[(y * mask.Stride) + x] = (byte)Math.Min(alpha, ((77 * pixel[0]) + (150 * pixel[1]) + (29 * pixel[2])) >> 8);
        for (int row = Math.Max(0, y - outline); row <= Math.Min(mask.Height - 1, y + outline); row++)
        {
            Span<byte> cover = mask.Cover.AsSpan(row * mask.Stride, mask.Width);
            for (int column = Math.Max(0, x - outline); column <= Math.Min(mask.Width - 1, x + outline); column++)
                cover[column] = Math.Max(cover[column], alpha);
        }
    }

    private static GlyphMask? MaskFor(SKRect bounds, float shift, float margin)
    {
        int left = (int)MathF.Floor(bounds.Left + shift - margin), top = (int)MathF.Floor(bounds.Top - margin);
        int width = (int)MathF.Ceiling(bounds.Right + shift + margin) - left, height = (int)MathF.Ceiling(bounds.Bottom + margin) - top;
        return bounds.IsEmpty || width > MaxSide || height > MaxSide ? null : new GlyphMask(left, top, width, height);
    }

    private static void Read(SKSurface surface, GlyphMask mask, byte[] to)
    {
        using SKPixmap pixels = surface.PeekPixels();
        ReadOnlySpan<byte> from = pixels.GetPixelSpan();
        for (int y = 0; y < mask.Height; y++)
            from.Slice(y * pixels.RowBytes, mask.Width).CopyTo(to.AsSpan(y * mask.Stride));
    }
}
