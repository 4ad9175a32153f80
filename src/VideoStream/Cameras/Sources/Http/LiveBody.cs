namespace VideoStream.Cameras.Sources.Http;

/// <summary>
/// The open body of a camera's response that another program is to decode. The camera may serve a single connection, so that there is no
/// second response.
/// </summary>
/// <param name="Response">The response.</param>
/// <param name="First">The bytes of the body that were read already.</param>
internal sealed record LiveBody(CameraResponse Response, byte[] First)
{
    private static readonly string[] PlaylistTypes = ["mpegurl", "dash+xml"];

    /// <summary>
    /// Whether the body may be one that never ends. One with a length is a file, in which the other program may have to jump. A playlist
    /// only refers to the video.
    /// </summary>
    /// <param name="media">The media type, in lower case.</param>
    /// <param name="length">The length of the body in bytes; null if there is none.</param>
    /// <param name="received">The body. Blocks until its first bytes have arrived.</param>
    /// <exception cref="IOException">The connection failed.</exception>
    public static bool IsLive(string media, long? length, JpegReceiver received)
    {
        if (length is not null || PlaylistTypes.Any(media.Contains))
            return false;
        ReadOnlySpan<byte> playlist = "#EXTM3U"u8;
        while (received.Data.Length < playlist.Length && received.Fill())
        {
        }

        return !received.Data.StartsWith(playlist) && !received.Data.StartsWith("<"u8);
    }
}
