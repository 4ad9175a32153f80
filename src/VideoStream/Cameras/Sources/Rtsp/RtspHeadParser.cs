using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>
/// Parses the heads of messages. Lines may end with LF alone, and may be folded. Lines without a name or a colon are skipped.
/// </summary>
internal static class RtspHeadParser
{
    private const string Protocol = "RTSP/";

    /// <summary>Parses a head.</summary>
    /// <param name="head">The lines, with or without the empty one at the end.</param>
    /// <param name="message">The message, without its body.</param>
    /// <returns>False if the first line is none of RTSP.</returns>
    public static bool TryParse(ReadOnlySpan<byte> head, [NotNullWhen(true)] out RtspMessage? message)
    {
        string[] lines = System.Text.Encoding.UTF8.GetString(head).Split('\n');
        message = ParseFirstLine(Clean(lines[0])) is var (status, method)
            ? new RtspMessage(status, method, [.. ParseHeaders(lines.Skip(1).Select(Clean))])
            : null;
        return message is not null;
    }

    private static (int Status, string Method)? ParseFirstLine(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var protocol, var code, ..] && IsProtocol(protocol))
            return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status > 0 ? (status, "") : null;
        bool isRequest = words is [var word, _, var last] && IsProtocol(last) && word.All(c => char.IsAsciiLetterUpper(c) || c == '_');
        return isRequest ? (0, words[0]) : null;
    }

    private static bool IsProtocol(string word) => word.StartsWith(Protocol, StringComparison.OrdinalIgnoreCase);

    private static List<KeyValuePair<string, string>> ParseHeaders(IEnumerable<string> lines)
    {
        List<KeyValuePair<string, string>> headers = [];
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] == ' ' && headers is [.., var last])
                headers[^1] = new(last.Key, $"{last.Value} {line.Trim()}".Trim());
            else if (colon > 0 && line[..colon].Trim() is { Length: > 0 } name)
                headers.Add(new(name, line[(colon + 1)..].Trim()));
        }

        return headers;
    }

    /// <summary>Values come into requests and faults, which have control characters at the ends of lines only.</summary>
    private static string Clean(string line) => string.Concat(line.TrimEnd().Select(c => char.IsControl(c) ? ' ' : c));
}
