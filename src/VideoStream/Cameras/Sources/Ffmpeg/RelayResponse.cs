using System.Globalization;
using System.Net.Sockets;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>The answer of a relay to ffmpeg: the camera's, but for the addresses in redirects and playlists.</summary>
internal sealed class RelayResponse(HttpResponseMessage response, SecureAddresses secure)
{
    private const int MaxPlaylistBytes = 4 * 1024 * 1024;

    private static readonly string[] PlaylistTypes = ["mpegurl", "dash+xml"];

    private static readonly string[] PlaylistEndings = [".m3u8", ".m3u", ".mpd"];

    /// <summary>Headers that end at the relay.</summary>
    private static readonly string[] OwnHeaders =
        ["Connection", "Keep-Alive", "Transfer-Encoding", "Trailer", "Upgrade", "WWW-Authenticate", "Content-Length"];

    private bool IsPlaylist
    {
        get
        {
            string type = response.Content.Headers.ContentType?.MediaType ?? "";
            string path = response.RequestMessage!.RequestUri!.AbsolutePath;
            return PlaylistTypes.Any(part => type.Contains(part, StringComparison.OrdinalIgnoreCase))
                || PlaylistEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Writes head and body.</summary>
    public async Task WriteAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        if (!IsPlaylist)
        {
            await WriteHeadAsync(stream, response.Content.Headers.ContentLength, cancellationToken);
            await response.Content.CopyToAsync(stream, cancellationToken);
            return;
        }

        await response.Content.LoadIntoBufferAsync(MaxPlaylistBytes, cancellationToken);
        // Latin 1 keeps every byte.
        string playlist = System.Text.Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        byte[] body = System.Text.Encoding.Latin1.GetBytes(secure.Replace(playlist));
        await WriteHeadAsync(stream, body.Length, cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
    }

    private async Task WriteHeadAsync(NetworkStream stream, long? length, CancellationToken cancellationToken)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n");
        IEnumerable<string> headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(header => header.Value.Select(value => $"{header.Key}: {Value(header.Key, value)}\r\n"));
        string lengthLine = length is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes}\r\n") : "";
        // Without a length, the body ends with the connection.
        string head = $"{status}{string.Concat(headers)}{lengthLine}Connection: close\r\n\r\n";
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(head), cancellationToken);
    }

    private string Value(string name, string value) =>
        name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? secure.Replace(value) : value;
}
