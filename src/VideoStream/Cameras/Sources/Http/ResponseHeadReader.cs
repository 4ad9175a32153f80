using System.Globalization;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// Reads the head of a response as browsers do, because cameras are embedded programs that nobody corrects. It accepts a status line
/// without a reason, <c>ICY 200</c>, lines that end with LF alone, and folded lines. It skips lines without a name or a colon.
/// </summary>
internal static class ResponseHeadReader
{
    /// <summary>Maximum length of all heads of a response in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int FirstFinalStatus = 200;
    private const int SwitchingProtocols = 101;

    /// <summary>Blocks until the head of the final response has arrived. Skips interim ones, such as 100 Continue.</summary>
    /// <param name="received">The bytes of the connection.</param>
    /// <param name="head">The head, if it is complete.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public static ReceiveStatus Read(ReceiveBuffer received, out ResponseHead head)
    {
        head = new ResponseHead(0, false, []);
        int limit = MaxBytes;
        while (true)
        {
            ReceiveStatus result = ReadStatusLine(received, ref limit, out int status, out bool isHttp11);
            if (result != ReceiveStatus.Complete)
                return result;
            result = ReadHeaders(received, ref limit, out List<KeyValuePair<string, string>> headers);
            if (result != ReceiveStatus.Complete)
                return result;
            if (status is < FirstFinalStatus and not SwitchingProtocols)
                continue;
            head = new ResponseHead(status, isHttp11, headers);
            return ReceiveStatus.Complete;
        }
    }

    private static ReceiveStatus ReadStatusLine(ReceiveBuffer received, ref int limit, out int status, out bool isHttp11)
    {
        (status, isHttp11) = (0, false);
        string line = "";
        // Some servers send an empty line after the body before.
        while (line.Length == 0)
        {
            if (received.ReadLine(ref limit, out line) is not ReceiveStatus.Complete and var incomplete)
                return incomplete;
        }

        return TryParseStatus(line, out status, out isHttp11) ? ReceiveStatus.Complete : ReceiveStatus.NotHttp;
    }

    private static ReceiveStatus ReadHeaders(ReceiveBuffer received, ref int limit, out List<KeyValuePair<string, string>> headers)
    {
        headers = [];
        while (true)
        {
            if (received.ReadLine(ref limit, out string line) is not ReceiveStatus.Complete and var incomplete)
                return incomplete;
            if (line.Length == 0)
                return ReceiveStatus.Complete;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            // A line that begins with a space continues the one before (RFC 9112 section 5.2).
            if (char.IsWhiteSpace(line[0]) && headers is [.., var last])
                headers[^1] = new(last.Key, $"{last.Value} {line.Trim()}".Trim());
            else if (colon > 0 && line[..colon].Trim() is { Length: > 0 } name)
                headers.Add(new(name, line[(colon + 1)..].Trim()));
        }
    }

    private static bool TryParseStatus(string line, out int status, out bool isHttp11)
    {
        string[] words = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        string protocol = words.FirstOrDefault("").ToUpperInvariant();
        isHttp11 = protocol == "HTTP/1.1";
        status = 0;
        return (protocol.StartsWith("HTTP/", StringComparison.Ordinal) || protocol is "HTTP" or "ICY")
            && words is [_, { Length: >= 3 } code, ..]
            && (code.Length == 3 || !char.IsAsciiDigit(code[3]))
            && int.TryParse(code.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out status)
            && status >= 100;
    }
}
