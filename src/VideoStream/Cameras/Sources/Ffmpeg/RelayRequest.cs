using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>A request of ffmpeg to a relay, in the form that a proxy gets: <c>GET http://host:port/path HTTP/1.1</c>.</summary>
/// <param name="Address">The address.</param>
/// <param name="Headers">The headers.</param>
internal sealed record RelayRequest(string Address, IReadOnlyList<(string Name, string Value)> Headers)
{
    private const int MaxBytes = 32 * 1024;

    /// <summary>Headers that are for the relay itself.</summary>
    private static readonly string[] OwnHeaders = ["Host", "Connection", "Proxy-Connection", "Proxy-Authorization", "Keep-Alive"];

    /// <summary>The lines of the head that are for the camera.</summary>
    public string HeaderLines => string.Concat(Headers
        .Where(header => !OwnHeaders.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
        .Where(header => !$"{header.Name}{header.Value}".Any(char.IsControl))
        .Select(header => $"{header.Name}: {header.Value}\r\n"));

    /// <summary>Reads a request.</summary>
    /// <returns>The request; null if there is none, or if it is not one to get something.</returns>
    public static async Task<RelayRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxBytes];
        int length = 0, end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            int read = length == buffer.Length ? 0 : await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
                return null;
            length += read;
        }

        string[] lines = System.Text.Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
        return lines[0].Split(' ') is ["GET", var address, _] ? new(address, [.. lines.Skip(1).Select(Header)]) : null;
    }

    /// <summary>What the relay asks for; null if the address is none.</summary>
    /// <param name="secure">The addresses that are reached by <c>https</c>.</param>
    public HttpTarget? Target(SecureAddresses secure)
    {
        // The path stays as the camera, or its playlist, wrote it, but for what no request may have.
        string address = string.Concat(Address.Select(c => char.IsAscii(c) ? c.ToString() : Uri.HexEscape(c)));
        if (address.Any(char.IsControl) || !CameraUrl.TryParse(address, out CameraUrl? url) || url.Scheme != Uri.UriSchemeHttp)
            return null;
        bool isSecure = secure.Contains(RelayUrl.Authority(url.Host, url.Port));
        return HttpTarget.AsWritten(isSecure ? new CameraUrl("https" + address["http".Length..]) : url);
    }

    private static (string Name, string Value) Header(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim());
    }
}
