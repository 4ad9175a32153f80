namespace VideoStream.Access;

/// <summary>How a client's own text is repeated in an answer or in the log.</summary>
internal static class TextExtensions
{
    private const int Longest = 64;

    /// <summary>The text, cut if it is long.</summary>
    public static string Shortened(this string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
