using System.Globalization;

namespace VideoStream.Cameras.Sources.Http;

/// <summary>Status and headers of a response.</summary>
/// <param name="status">The status code.</param>
/// <param name="isHttp11">Whether the server speaks HTTP/1.1, which keeps connections open unless it says otherwise.</param>
/// <param name="headers">Names and values, in the order of their arrival.</param>
internal sealed class ResponseHead(int status, bool isHttp11, IReadOnlyList<KeyValuePair<string, string>> headers)
{
    public int Status => status;

    /// <summary>Names and values, in the order of their arrival.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => headers;

    /// <summary>The raw value of <c>Content-Type</c>; null if there is none.</summary>
    public string? ContentType => First("Content-Type");

    /// <summary>Length of the body in bytes; null if there is none that counts, or if several contradict each other.</summary>
    public long? ContentLength
    {
        get
        {
            if (IsChunked)
                return null;
            string[] lengths = [.. Words("Content-Length").Distinct()];
            return lengths.Length == 1 && long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
                ? length
                : null;
        }
    }

    public bool IsChunked => Words("Transfer-Encoding").LastOrDefault()?.Equals("chunked", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether another request may be sent over the same connection.</summary>
    public bool IsKeptAlive =>
        !Words("Connection").Contains("close", StringComparer.OrdinalIgnoreCase)
        && (isHttp11 || Words("Connection").Contains("keep-alive", StringComparer.OrdinalIgnoreCase));

    /// <summary>The first value of a header; null if there is none.</summary>
    public string? First(string name) => All(name).FirstOrDefault();

    /// <summary>All values of a header.</summary>
    public IEnumerable<string> All(string name) => headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(header => header.Value);

    private IEnumerable<string> Words(string name) =>
        All(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
