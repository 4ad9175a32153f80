namespace VideoStream.Cameras.Sources.Ffmpeg;

/// <summary>Makes the addresses that ffmpeg gets of a relay.</summary>
internal static class RelayUrl
{
    /// <summary>The URL with another scheme, host and port.</summary>
    /// <param name="url">The URL of the camera.</param>
    /// <param name="scheme">The scheme for ffmpeg.</param>
    /// <param name="authority">Host and port for ffmpeg.</param>
    /// <param name="keepsCredentials">Whether ffmpeg gets the user and the password.</param>
    public static CameraUrl Of(CameraUrl url, string scheme, string authority, bool keepsCredentials)
    {
        string text = url.Text[(url.Scheme.Length + "://".Length)..];
        int path = text.IndexOfAny(['/', '?', '#']) is >= 0 and var at ? at : text.Length;
        // User and password end at the last @ before the path.
        string credentials = keepsCredentials ? text[..(text[..path].LastIndexOf('@') + 1)] : "";
        return new CameraUrl($"{scheme}://{credentials}{authority}{text[path..]}");
    }

    /// <summary>Host and port as in a URL.</summary>
    public static string Authority(string host, int port) =>
        string.Create(null, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");
}
