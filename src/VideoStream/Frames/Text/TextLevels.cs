using System.Globalization;
using System.Text;

namespace VideoStream.Frames.Text;

/// <summary>
/// Which characters of a line run from right to left: the Unicode Bidirectional Algorithm (UAX #9) for one line without explicit
/// embeddings, which a camera's title does not have.
/// </summary>
internal static class TextLevels
{
    private const string Separators = ":.,/+-", Units = "%°$€£#‰′″";

    /// <summary>The level of each UTF-16 unit. Odd ones run from right to left.</summary>
    public static int[] Of(string text)
    {
        TextDirection[] directions = Directions(text);
        bool isRightToLeft = Array.Find(directions, direction => direction is TextDirection.Left or TextDirection.Right)
            == TextDirection.Right;
        JoinNumbers(text, directions);
        SettleNumbers(directions, isRightToLeft);
        SettleNeutrals(directions, isRightToLeft ? TextDirection.Right : TextDirection.Left);
        return Array.ConvertAll(directions, direction => (direction, isRightToLeft) switch
        {
            (TextDirection.Right, _) => 1,
            (TextDirection.Number, _) or (_, true) => 2,
            _ => 0,
        });
    }

    private static TextDirection[] Directions(string text)
    {
        var directions = new TextDirection[text.Length];
        int at = 0;
        while (at < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out Rune character, out int length);
            Array.Fill(directions, DirectionOf(character, at == 0 ? TextDirection.Neutral : directions[at - 1]), at, length);
            at += length;
        }

        return directions;
    }

    private static TextDirection DirectionOf(Rune character, TextDirection before) => Rune.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => before,
        UnicodeCategory.DecimalDigitNumber => TextDirection.Number,
        _ when IsRightToLeft(character.Value) => TextDirection.Right,
        <= UnicodeCategory.OtherLetter or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber => TextDirection.Left,
        _ => TextDirection.Neutral,
    };

    /// <summary>The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko and others, and the presentation forms.</summary>
    private static bool IsRightToLeft(int character) => character is (>= 0x0590 and <= 0x08FF) or 0x200F
        or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    /// <summary>A separator between digits is part of the number (rule W4), and so is a unit beside it (W5).</summary>
    private static void JoinNumbers(string text, TextDirection[] directions)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool follows = i > 0 && directions[i - 1] == TextDirection.Number;
            bool precedes = i + 1 < text.Length && directions[i + 1] == TextDirection.Number;
            bool isPart = (Separators.Contains(text[i]) && follows && precedes) || (Units.Contains(text[i]) && (follows || precedes));
            if (isPart)
                directions[i] = TextDirection.Number;
        }
    }

    /// <summary>A number after letters that run from left to right is as one of them (rule W7).</summary>
    private static void SettleNumbers(TextDirection[] directions, bool isRightToLeft)
    {
        TextDirection strong = isRightToLeft ? TextDirection.Right : TextDirection.Left;
        for (int i = 0; i < directions.Length; i++)
        {
            if (directions[i] is TextDirection.Left or TextDirection.Right)
                strong = directions[i];
            else if (directions[i] == TextDirection.Number && strong == TextDirection.Left)
                directions[i] = TextDirection.Left;
        }
    }

    /// <summary>What is between two of one direction has that direction, and else the line's (rules N1 and N2).</summary>
    private static void SettleNeutrals(TextDirection[] directions, TextDirection line)
    {
        int start = 0;
        while (start < directions.Length)
        {
            int end = start;
            while (end < directions.Length && directions[end] == TextDirection.Neutral)
                end++;
            TextDirection before = start == 0 ? line : Strong(directions[start - 1]);
            TextDirection after = end == directions.Length ? line : Strong(directions[end]);
            Array.Fill(directions, before == after ? before : line, start, end - start);
            start = end + 1;
        }
    }

    private static TextDirection Strong(TextDirection direction) => direction == TextDirection.Number ? TextDirection.Right : direction;
}
