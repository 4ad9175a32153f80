namespace VideoStream.Frames.Text;

/// <summary>A glyph at its place on a line.</summary>
/// <param name="Face">The font that has it.</param>
/// <param name="Id">Its number in the font.</param>
/// <param name="X">Pixels from the beginning of the text to its origin.</param>
/// <param name="Y">Pixels from the baseline down to its origin.</param>
internal readonly record struct ShapedGlyph(FontFace Face, ushort Id, float X, float Y);
