using System.Globalization;
using System.Text;
using HarfBuzzSharp;

namespace VideoStream.Frames.Text;

/// <summary>Divides texts into runs that can be shaped.</summary>
internal static class TextRuns
{
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>The runs of a text, in the order in which they are seen from left to right.</summary>
    public static List<TextRun> InVisualOrder(string text, FontFaces fonts)
    {
        List<TextRun> runs = InLogicalOrder(text, fonts);
        for (int level = runs.Count == 0 ? 0 : runs.Max(run => run.Level); level > 0; level--)
            Reverse(runs, level);
        return runs;
    }

    private static List<TextRun> InLogicalOrder(string text, FontFaces fonts)
    {
        int[] levels = TextLevels.Of(text);
        List<TextRun> runs = [];
        int at = 0;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune character, out int length);
            TextRun next = Next(runs, at, length, character, levels[at], fonts);
            if (runs.Count > 0 && next.Start < at)
                runs[^1] = next;
            else
                runs.Add(next);
            at += length;
        }

        return runs;
    }

    /// <summary>The run before with one more character, or a new one.</summary>
    private static TextRun Next(List<TextRun> runs, int at, int length, Rune character, int level, FontFaces fonts)
    {
        TextRun? before = runs.Count == 0 ? null : runs[^1];
        Script script = UnicodeFunctions.Default.GetScript(character.Value);
        bool isShared = script == Script.Common || script == Script.Inherited || script == Script.Unknown;
        if (before is not { } last)
            return new TextRun(at, length, level, script, fonts.For(character, null));
        // A mark is of the font of its letter, or it could not stand on it.
        FontFace face = Follows(character) ? last.Face : fonts.For(character, last.Face);
        bool wasShared = last.Script == Script.Common || last.Script == Script.Inherited || last.Script == Script.Unknown;
        bool isSameScript = isShared || wasShared || script == last.Script;
        if (level != last.Level || face != last.Face || !isSameScript)
            return new TextRun(at, length, level, isShared ? last.Script : script, face);
        return last with { Length = last.Length + length, Script = wasShared ? script : last.Script };
    }

    /// <summary>Whether a character changes the one before it.</summary>
    private static bool Follows(Rune character) => character.Value == ZeroWidthJoiner
        || Rune.GetUnicodeCategory(character)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Rule L2 of the Unicode Bidirectional Algorithm.</summary>
    private static void Reverse(List<TextRun> runs, int level)
    {
        int start = 0;
        while (start < runs.Count)
        {
            int end = start;
            while (end < runs.Count && runs[end].Level >= level)
                end++;
            runs.Reverse(start, end - start);
            start = end + 1;
        }
    }
}
