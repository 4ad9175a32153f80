namespace VideoStream.Cameras.Sources.Rtsp.Sdp;

/// <summary>One medium of a session: an m= line with the attributes that follow it.</summary>
/// <param name="Kind">What it is, such as <c>video</c>.</param>
/// <param name="Protocol">How it is sent, such as <c>RTP/AVP</c>.</param>
/// <param name="Formats">The payload types.</param>
internal sealed record SdpMedia(string Kind, string Protocol, IReadOnlyList<string> Formats)
{
    /// <summary>Names and values of its attributes, in their order.</summary>
    public List<KeyValuePair<string, string>> Attributes { get; } = [];

    /// <summary>The first value of an attribute; null if it has none with this name.</summary>
    public string? First(string name) => All(name).FirstOrDefault();

    /// <summary>What an attribute says of a payload type, as in <c>a=rtpmap:96 H264/90000</c>; null if it says nothing.</summary>
    public string? Of(string name, string format) => All(name)
        .Select(value => value.Split(' ', 2, StringSplitOptions.TrimEntries))
        .Where(words => words.Length == 2 && words[0] == format)
        .Select(words => words[1])
        .FirstOrDefault();

    private IEnumerable<string> All(string name) =>
        Attributes.Where(attribute => attribute.Key == name).Select(attribute => attribute.Value);
}
