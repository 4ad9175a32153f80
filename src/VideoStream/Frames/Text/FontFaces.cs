using System.Text;
using SkiaSharp;

namespace VideoStream.Frames.Text;

/// <summary>A font, and those of the system's fonts that have had to draw what it lacks. One thread at a time uses them.</summary>
internal sealed class FontFaces
{
    private readonly List<FontFace> _faces = [];
    private readonly Dictionary<Rune, FontFace> _others = [];

    public FontFaces(SKTypeface typeface) => Add(typeface);

    public FontFace First => _faces[0];

    /// <summary>Chooses the font that draws a character.</summary>
    /// <param name="character">The character.</param>
    /// <param name="before">The font of the one before it, which goes on where it can, so that words are of one font.</param>
    public FontFace For(Rune character, FontFace? before)
    {
        if (First.Has(character))
            return First;
        if (before is not null && before.Has(character))
            return before;
        if (_others.TryGetValue(character, out FontFace? known))
            return known;
        return _others[character] = Find(character);
    }

    private FontFace Find(Rune character)
    {
        if (_faces.Find(face => face.Has(character)) is { } open)
            return open;
        // Where no font has it, the first one draws its box.
        return SKFontManager.Default.MatchCharacter(character.Value) is { } typeface ? Add(typeface) : First;
    }

    private FontFace Add(SKTypeface typeface)
    {
        var face = new FontFace(typeface, _faces.Count);
        _faces.Add(face);
        return face;
    }
}
