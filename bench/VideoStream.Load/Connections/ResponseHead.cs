using System.Globalization;

namespace VideoStream.Load.Connections;

/// <summary>Fields of an HTTP response's head that a viewer needs.</summary>
/// <param name="Status">The status code.</param>
/// <param name="IsChunked">Whether the body has chunked transfer coding.</param>
internal sealed record ResponseHead(int Status, bool IsChunked)
{
    public static async Task<ResponseHead> ReadAsync(ByteWindow window)
    {
        string first = await window.ReadLineAsync();
        string[] parts = first.Split(' ');
        if (parts.Length < 2 || !first.StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int status))
            throw new InvalidDataException("the answer is not HTTP/1");

        bool isChunked = false;
        while (await window.ReadLineAsync() is { Length: > 0 } line)
        {
            isChunked |= line.StartsWith("transfer-encoding:", StringComparison.OrdinalIgnoreCase)
                && line.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
        }

        return new(status, isChunked);
    }
}
