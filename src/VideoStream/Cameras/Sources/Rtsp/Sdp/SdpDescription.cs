namespace VideoStream.Cameras.Sources.Rtsp.Sdp;

/// <summary>What a camera sends, as SDP describes it (RFC 8866). Lines that are not understood are skipped.</summary>
/// <param name="Control">The address of the session as a whole; null if it has none.</param>
/// <param name="Media">Video, audio and others, in their order.</param>
internal sealed record SdpDescription(string? Control, IReadOnlyList<SdpMedia> Media)
{
    // m=<media> <port> <protocol> <format> ...
    private const int ProtocolWord = 2, FirstFormat = 3;

    public static SdpDescription Parse(string text)
    {
        string? control = null;
        var media = new List<SdpMedia>();
        foreach (string line in text.Split('\n').Select(Clean))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                string[] words = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length >= FirstFormat)
                    media.Add(new SdpMedia(words[0].ToLowerInvariant(), words[ProtocolWord], words[FirstFormat..]));
            }
            else if (line.StartsWith("a=", StringComparison.Ordinal))
            {
                int colon = line.IndexOf(':', StringComparison.Ordinal);
                string name = (colon < 0 ? line[2..] : line[2..colon]).Trim().ToLowerInvariant();
                string value = colon < 0 ? "" : line[(colon + 1)..].Trim();
                if (media is [.., var last])
                    last.Attributes.Add(new(name, value));
                else if (name == "control")
                    control ??= value;
            }
        }

        return new SdpDescription(control, media);
    }

    /// <summary>Values come into requests, which have control characters at the ends of lines only.</summary>
    private static string Clean(string line) => string.Concat(line.Trim().Select(c => char.IsControl(c) ? ' ' : c));
}
