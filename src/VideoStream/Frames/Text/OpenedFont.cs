using SkiaSharp;

namespace VideoStream.Frames.Text;

/// <summary>The result of opening a font.</summary>
/// <param name="Font">The font; null if it can't be opened.</param>
/// <param name="Fault">Why it can't, for an operator.</param>
internal sealed record OpenedFont(TextFont? Font, string? Fault)
{
    /// <param name="typeface">The font, if there is one.</param>
    /// <param name="fault">What is wrong otherwise.</param>
    public static OpenedFont Of(SKTypeface? typeface, string fault)
    {
        if (typeface is null)
            return new OpenedFont(null, fault);
        return FontFace.CanShape(typeface)
            ? new OpenedFont(new TextFont(typeface), null)
            : new OpenedFont(null, "no text can be drawn with this font; allowed: a TrueType or OpenType font, not Type 1 or WOFF");
    }
}
