using System.Globalization;
using VideoStream.Cameras.Sources.Http;

namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>The answer of a relay to ffmpeg: the camera's, but for the addresses in redirects and playlists.</summary>
/// <param name="response">The camera's response.</param>
/// <param name="target">What it was asked for.</param>
/// <param name="secure">The addresses that are reached by <c>https</c>.</param>
internal sealed class RelayResponse(CameraResponse response, HttpTarget target, SecureAddresses secure)
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
            string path = target.Path.Split('?')[0];
            return PlaylistTypes.Any(part => response.Head.ContentType?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
                || PlaylistEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Writes head and body. Blocks until the camera has sent them.</summary>
    /// <exception cref="IOException">One of the connections failed.</exception>
    /// <exception cref="InvalidDataException">The body is not well formed, or too long for a playlist.</exception>
    public void Write(Stream stream)
    {
        if (!IsPlaylist)
        {
            WriteHead(stream, response.Head.ContentLength);
            WriteBody(stream);
            return;
        }

        // Latin 1 keeps every byte.
        byte[] body = System.Text.Encoding.Latin1.GetBytes(secure.Replace(System.Text.Encoding.Latin1.GetString(ReadPlaylist())));
        WriteHead(stream, body.Length);
        stream.Write(body);
    }

    private void WriteBody(Stream stream)
    {
        if (response.Head.ContentLength is not null)
        {
            response.Body.CopyTo(stream);
            return;
        }

        var body = new ChunkedWriter(stream);
        byte[] buffer = new byte[32 * 1024];
        int read;
        while ((read = response.Body.Read(buffer)) > 0)
            body.Write(buffer.AsSpan(0, read));
        // ffmpeg is to see that chunks were cut off.
        if (response.Body is { IsDelimited: false } or { IsComplete: true })
            body.End();
    }

    private byte[] ReadPlaylist()
    {
        using var playlist = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = response.Body.Read(buffer)) > 0)
        {
            playlist.Write(buffer, 0, read);
            if (playlist.Length > MaxPlaylistBytes)
                throw new InvalidDataException($"a playlist of more than {MaxPlaylistBytes >> 20} MB");
        }

        return playlist.ToArray();
    }

    private void WriteHead(Stream stream, long? length)
    {
        IEnumerable<string> headers = response.Head.Headers
            .Where(header => !OwnHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => $"{header.Key}: {Value(header.Key, header.Value)}\r\n");
        string lengthLine = length is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes}\r\n")
            : ChunkedWriter.Header;
        string head = $"HTTP/1.1 {response.Status} \r\n{string.Concat(headers)}{lengthLine}Connection: close\r\n\r\n";
        stream.Write(System.Text.Encoding.Latin1.GetBytes(head));
    }

    private string Value(string name, string value) =>
        name.Equals("Location", StringComparison.OrdinalIgnoreCase) ? secure.Replace(value) : value;
}
