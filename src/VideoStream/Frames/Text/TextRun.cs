using HarfBuzzSharp;

namespace VideoStream.Frames.Text;

/// <summary>Characters that follow each other and are shaped together: of one direction, one script and one font.</summary>
/// <param name="Start">The first character.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Level">Odd if they run from right to left; how deep they are nested, as in the Unicode Bidirectional Algorithm.</param>
/// <param name="Script">Their script.</param>
/// <param name="Face">Their font.</param>
internal readonly record struct TextRun(int Start, int Length, int Level, Script Script, FontFace Face);
