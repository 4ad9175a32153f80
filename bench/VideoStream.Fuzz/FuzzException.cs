namespace VideoStream.Fuzz;

/// <summary>A parser broke a promise.</summary>
/// <param name="message">Which one.</param>
internal sealed class FuzzException(string message) : Exception(message)
{
    /// <summary>Throws unless the promise is kept.</summary>
    public static void Unless(bool isKept, string promise)
    {
        if (!isKept)
            throw new FuzzException("not kept: " + promise);
    }

    /// <summary>Throws unless a reason is one short line that can be logged as it is.</summary>
    public static void UnlessReason(string text) =>
        Unless(text.Length is > 0 and < 500 && !text.Any(char.IsControl), $"a reason is one short line: {text}");
}
