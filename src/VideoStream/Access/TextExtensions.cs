using System.Globalization;

namespace VideoStream.Access;

/// <summary>How a client's own text is repeated in an answer or in the log.</summary>
internal static class TextExtensions
{
    private const int Longest = 64;

    /// <summary>The text, printable and cut if it is long.</summary>
    public static string Shortened(this string text) =>
        (text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…")).Printable();

    /// <summary>
    /// The text, in which all that a terminal would obey, such as an escape or a new line, is replaced: nobody must be able to write lines
    /// of their own into the log.
    /// </summary>
    public static string Printable(this string text) =>
        text.Any(IsObeyed) ? string.Concat(text.Select(letter => IsObeyed(letter) ? '\uFFFD' : letter)) : text;

    /// <summary>Whether a header of an answer can have the text. The web server throws at any other.</summary>
    public static bool IsHeaderText(this string text) => text.All(letter => letter is >= ' ' and <= '~');

    private static bool IsObeyed(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
