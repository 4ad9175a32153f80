namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// The open body of a camera's response that another program is to decode. The camera may serve a single connection, so that there is no
/// second response.
/// </summary>
/// <param name="Response">The response.</param>
/// <param name="First">The bytes of the body that were read already.</param>
internal sealed record OpenBody(CameraResponse Response, byte[] First)
{
    private const string HlsType = "mpegurl", DashType = "dash+xml";

    /// <summary>Whether this body is an HLS playlist.</summary>
    /// <param name="media">The media type, in lower case.</param>
    /// <param name="received">The body. Blocks until as much has arrived as is needed.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public static bool IsHls(string media, JpegReceiver received)
    {
        ReadOnlySpan<byte> playlist = "#EXTM3U"u8;
        while (received.Data.Length < playlist.Length && received.Fill())
        {
        }

        return received.Data.StartsWith(playlist) || media.Contains(HlsType, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether this body is all that the other program needs. A playlist only refers to the video, which is in other responses. In a file
    /// whose index is at its end, the other program has to jump.
    /// </summary>
    /// <param name="media">The media type, in lower case.</param>
    /// <param name="isFile">Whether the body has a length. One without may never end, and nobody can jump in it.</param>
    /// <param name="received">The body. Blocks until as much has arrived as is needed.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public static bool IsEnough(string media, bool isFile, JpegReceiver received)
    {
        bool isPlaylist = IsHls(media, received) || media.Contains(DashType, StringComparison.Ordinal) || received.Data.StartsWith("<"u8);
        return !isPlaylist && (!isFile || !Mp4File.HasLateIndex(received));
    }
}
