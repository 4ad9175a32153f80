namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// A content type as cameras write it. <see cref="System.Net.Http.Headers.MediaTypeHeaderValue"/> refuses many of them, such as boundaries
/// with a space or an equals sign.
/// </summary>
/// <param name="Media">The media type in lower case; empty if there is none.</param>
/// <param name="Boundary">The boundary parameter without quotes; null if there is none, or an empty one.</param>
internal readonly record struct ContentType(string Media, string? Boundary)
{
    private const string BoundaryName = "boundary";

    /// <summary>Reads the value of the header.</summary>
    /// <param name="value">The value as it was received; null if there was no such header.</param>
    public static ContentType Parse(string? value)
    {
        string text = (value ?? "").Trim();
        int end = text.AsSpan().IndexOfAny(';', ',', ' ');
        string media = (end < 0 ? text : text[..end]).ToLowerInvariant();
        return new(media, end < 0 ? null : FindBoundary(text.AsSpan(end)));
    }

    private static string? FindBoundary(ReadOnlySpan<char> parameters)
    {
        int at = parameters.IndexOf(BoundaryName, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        ReadOnlySpan<char> value = parameters[(at + BoundaryName.Length)..].TrimStart();
        if (!value.StartsWith('='))
            return null;
        value = value[1..].TrimStart();
        bool isQuoted = value is ['"' or '\'', ..];
        int end = isQuoted ? value[1..].IndexOf(value[0]) : value.IndexOf(';');
        value = isQuoted ? value[1..] : value;
        value = (end < 0 ? value : value[..end]).Trim().Trim('"');
        return value.IsEmpty ? null : value.ToString();
    }
}
