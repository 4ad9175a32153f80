namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Recognizes the lines between the parts of an MJPEG stream. The camera's header names a boundary, but many cameras write another one,
/// with more dashes or fewer, or with two more at its end.
/// </summary>
internal sealed class PartDelimiter
{
    /// <summary>The longest line that counts, in bytes. RFC 2046 allows 74.</summary>
    public const int MaxLength = 256;

    private readonly byte[]? _declared;
    private byte[]? _seen;

    /// <summary>Recognizes the lines of a stream.</summary>
    /// <param name="boundary">The boundary parameter of the content type; null if there is none.</param>
    public PartDelimiter(string? boundary)
    {
        string token = (boundary ?? "").Trim('-');
        _declared = token.Length == 0 ? null : System.Text.Encoding.Latin1.GetBytes("--" + token);
    }

    /// <summary>What all lines begin with, as far as it is known; empty if it is not.</summary>
    public ReadOnlySpan<byte> Text => _seen ?? _declared;

    /// <summary>Whether a line, without its end, is a delimiter. Other bytes may be before it, if its text is known.</summary>
    public bool IsMatch(ReadOnlySpan<byte> line)
    {
        if (!IsDashed(line))
            return line.IndexOf(Text) >= 0 && !Text.IsEmpty;
        ReadOnlySpan<byte> text = line.TrimEnd((byte)'-');
        // Two dashes alone, as after an empty boundary, are too little to be searched for among other bytes.
        if (!text.IsEmpty && !text.SequenceEqual(_seen))
            _seen = text.ToArray();
        return true;
    }

    /// <summary>Whether a line is text that begins with two dashes.</summary>
    public static bool IsDashed(ReadOnlySpan<byte> line) =>
        line.StartsWith("--"u8) && line.Length <= MaxLength && line.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
}
