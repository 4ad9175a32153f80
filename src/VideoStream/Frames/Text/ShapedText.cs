namespace VideoStream.Frames.Text;

/// <summary>The glyphs of a text on one line, from left to right.</summary>
/// <param name="Glyphs">The glyphs.</param>
/// <param name="Width">Pixels from the beginning of the text to where the next one begins.</param>
internal sealed record ShapedText(ShapedGlyph[] Glyphs, float Width)
{
    public static readonly ShapedText Empty = new([], 0);
}
