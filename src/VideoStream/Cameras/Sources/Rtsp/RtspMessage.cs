using System.Globalization;

namespace VideoStream.Cameras.Sources.Rtsp;

/// <summary>A response of a camera, or a request of its own (RFC 2326, sections 6 and 7).</summary>
/// <param name="Status">The status of a response; 0 for a request.</param>
/// <param name="Method">The method of a request; empty for a response.</param>
/// <param name="Headers">Names and values, in the order of their arrival.</param>
internal sealed record RtspMessage(int Status, string Method, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public bool IsResponse => Status > 0;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What follows the head, as text.</summary>
    public string Body { get; init; } = "";

    /// <summary>The number of the request; null if there is none.</summary>
    public int? Number => ReadNumber("CSeq");

    /// <summary>Length of the body in bytes; 0 if there is none.</summary>
    public int BodyLength => ReadNumber("Content-Length") ?? 0;

    /// <summary>The first value of a header; null if there is none.</summary>
    public string? First(string name) => All(name).FirstOrDefault();

    /// <summary>All values of a header.</summary>
    public IEnumerable<string> All(string name) => Headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value);

    private int? ReadNumber(string name) =>
        int.TryParse(First(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
